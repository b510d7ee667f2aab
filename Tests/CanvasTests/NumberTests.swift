import Canvas
import Testing

struct NumberTests {
  @Test(arguments: [
    (0, "0"), (99_999, "99999"), (100_000, "100k"), (1_234_567, "1.23M"), (999_499, "999k"),
    (999_999, "1.00M"), (12_345_678_901, "12.3G"), (Int.max, "9.22E"),
  ])
  func countsTakeFiveCells(count: Int, text: String) {
    #expect(shortCount(count) == text)
    #expect(shortCount(count).count <= 5)
  }

  @Test(arguments: [
    (0, "0B", "0 B"), (1_023, "1023B", "1023 B"), (1_024, "1.0K", "1.00 KiB"),
    (1_258_291, "1.2M", "1.20 MiB"), (10_484_000, "10M", "10.0 MiB"),
    (1_048_575, "1.0M", "1.00 MiB"), (Int.max, "8.0E", "8.00 EiB"),
  ])
  func bytesAreInStepsOf1024(bytes: Int, short: String, long: String) {
    #expect(shortBytes(bytes) == short)
    #expect(longBytes(bytes) == long)
  }

  @Test(arguments: [
    (0.0, "0.0/s"), (7.44, "7.4/s"), (999.94, "999.9/s"), (1_234.4, "1234/s"),
    (99_999.9, "100k/s"), (1e30, "1000000000000E/s"), (.nan, "-/s"), (.infinity, "-/s"),
  ])
  func ratesHaveOneDecimalBelowAThousand(rate: Double, text: String) {
    #expect(rateText(rate) == text)
  }

  @Test(arguments: [
    (10.0, "10/s"), (0.25, "0.25/s"), (12.5, "12.5/s"), (0, "0/s"), (100, "100/s"),
    (0.001, "0.001/s"),
  ])
  func thresholdsHaveNoZerosAtTheirEnd(threshold: Double, text: String) {
    #expect(thresholdText(threshold) == text)
  }

  @Test(arguments: [
    (0, 10, "·"), (1, 1_000, "<1%"), (42, 100, "42%"), (999, 1_000, "99%"), (5, 5, "100%"),
    (1, 0, "·"),
  ])
  func sharesNeverClaimAllOrNothingFalsely(part: Int, whole: Int, text: String) {
    #expect(shortShare(part, of: whole) == text)
  }

  @Test(arguments: [
    (0, "0 s"), (59, "59 s"), (60, "1 min"), (260, "4 min 20 s"), (3_600, "1 h"),
    (3_720, "1 h 02 min"), (100_000, "1 d 03 h"), (-5, "0 s"),
  ])
  func durationsUseTheirTwoLargestUnits(seconds: Int, text: String) {
    #expect(durationText(seconds) == text)
  }
}

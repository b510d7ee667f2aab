import Testing

@testable import Reporting

@Test(arguments: [
  (0, "0"), (999, "999"), (1_000, "1,000"), (1_234_567, "1,234,567"), (-1_000, "-1,000"),
])
func digitsStandInGroupsOfThree(number: Int, expected: String) {
  #expect(number.grouped == expected)
}

@Test(arguments: [
  (0, "0 B"), (1_023, "1023 B"), (1_024, "1.0 KiB"), (1_375, "1.3 KiB"), (102_348, "99.9 KiB"),
  (102_400, "100 KiB"), (1_048_063, "1023 KiB"), (1_048_064, "1.0 MiB"),
  (157_286_400, "150 MiB"), (.max, "8.0 EiB"),
])
func aSizeHasAUnitAndAtMostEightCharacters(bytes: Int, expected: String) {
  #expect(bytes.byteSize == expected)
  #expect(expected.count <= 8)
}

@Test(arguments: [
  (0, 0, "0.0 %"), (0, 5, "0.0 %"), (1, 3, "33.3 %"), (5, 5, "100.0 %"), (1, 1_000_000, "<0.1 %"),
])
func aShareAboveZeroIsNeverShownAsZero(part: Int, whole: Int, expected: String) {
  #expect(part.share(of: whole) == expected)
}

@Test(
  arguments: [
    (0, "0.00/s"), (0.3, "0.30/s"), (0.001, "<0.01/s"), (99.994, "99.99/s"), (99.996, "100.0/s"),
    (1_234.56, "1,234.6/s"), (1_999.97, "2,000.0/s"),
  ] as [(Double, String)])
func aRateHasTwoDecimalsBelowAHundred(rate: Double, expected: String) {
  #expect(rate.perSecond == expected)
}

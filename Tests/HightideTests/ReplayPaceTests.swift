import Testing

@testable import hightide

struct ReplayPaceTests {
  private func text(_ samples: (lines: Int, bytes: Int, seconds: Int)..., total: Int?) -> String {
    var pace = ReplayPace()
    for sample in samples {
      pace.add(
        ReplayPace.Sample(
          lines: sample.lines, bytes: sample.bytes, time: .seconds(sample.seconds)))
    }
    return pace.text(totalBytes: total)
  }

  @Test func saysShareAndPaceAndWhatIsLeft() {
    #expect(
      text((5_000_000, 1 << 29, 1), (10_000_000, 1 << 30, 2), total: 4 << 30)
        == "25 % of 4.00 GiB, 5.00M lines/s, 6 s left")
  }

  @Test func saysHowManyLinesWhereTheTotalIsNotKnown() {
    #expect(text((300, 0, 2), total: nil) == "300 lines, 150 lines/s")
  }

  @Test func oneLineIsNotLines() {
    #expect(text((1, 0, 1), total: nil) == "1 line, 1 line/s")
  }

  @Test func isNeverOverBeforeItIs() {
    #expect(text((10, 1_000, 1), total: 1_000) == "99 % of 1000 B, 10 lines/s, 1 s left")
    #expect(text((10, 2_000, 1), total: 1_000) == "99 % of 1000 B, 10 lines/s, 1 s left")
  }

  @Test func judgesByTheLastSeconds() {
    var pace = ReplayPace()
    for second in 1...20 {
      let late = max(0, second - 10)
      pace.add(
        ReplayPace.Sample(lines: late * 100, bytes: late * 10, time: .seconds(second)))
    }
    #expect(pace.text(totalBytes: 200) == "50 % of 200 B, 100 lines/s, 10 s left")
  }

  @Test func saysNothingOfAPaceThatIsNotKnown() {
    #expect(text(total: 2_048) == "0 % of 2.00 KiB")
    #expect(text((0, 0, 5), total: 2_048) == "0 % of 2.00 KiB, 0 lines/s")
  }
}

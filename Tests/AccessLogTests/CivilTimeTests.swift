import AccessLog
import Testing

struct CivilTimeTests {
  /// A date and a time of day, to be compared as one.
  struct Reading: Equatable, Sendable {
    var date: [Int]
    var time: [Int]
  }

  @Test(arguments: [
    (0, 0, [1970, 1, 1], [0, 0, 0]),
    (-1, 0, [1969, 12, 31], [23, 59, 59]),
    (1_594_195_830, 7_200, [2020, 7, 8], [10, 10, 30]),
    (1_594_195_830, -36_000, [2020, 7, 7], [22, 10, 30]),
    (951_825_600, 0, [2000, 2, 29], [12, 0, 0]),
    (4_107_542_400, 0, [2100, 3, 1], [0, 0, 0]),
    (-62_167_219_200, 0, [0, 1, 1], [0, 0, 0]),
    (-62_167_219_201, 0, [-1, 12, 31], [23, 59, 59]),
    (253_402_300_799, 0, [9999, 12, 31], [23, 59, 59]),
  ])
  func clockShowsTheDateAndTheTime(seconds: Int, east: Int, date: [Int], time: [Int]) {
    let civil = CivilTime(Instant(seconds), secondsEastOfUTC: east)
    #expect([civil.year, civil.month, civil.day] == date)
    #expect([civil.hour, civil.minute, civil.second] == time)
    #expect(civil.secondsEastOfUTC == east)
  }

  // A stride that is coprime to a day's seconds meets every month, hour and leap rule.
  @Test(arguments: [0, 19_800, -12_600, 50_400])
  func timeThatIsWrittenAndReadIsTheSame(east: Int) {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    func digits(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: width - text.count) + text
    }
    var parser = LineParser()
    for seconds in stride(from: -62_000_000_000, to: 253_000_000_000, by: 86_400 * 37 + 4_567) {
      let civil = CivilTime(Instant(seconds), secondsEastOfUTC: east)
      let date = "\(digits(civil.day, 2))/\(months[civil.month - 1])/\(digits(civil.year, 4))"
      let clock = "\(digits(civil.hour, 2)):\(digits(civil.minute, 2)):\(digits(civil.second, 2))"
      let offset = digits(abs(east) / 3_600, 2) + digits(abs(east) / 60 % 60, 2)
      let bytes = Array(line(time: "\(date):\(clock) \(east < 0 ? "-" : "+")\(offset)").utf8)
      guard case .hit(let hit) = parser.parse(bytes, 0..<bytes.count) else {
        Issue.record("malformed: \(date) \(clock)")
        return
      }
      #expect(hit.instant.seconds == seconds)
    }
  }

  @Test
  func daysFollowOneAnother() {
    var before = CivilTime(Instant(-86_400 * 800_000))
    for day in -799_999..<3_000 {
      let civil = CivilTime(Instant(day * 86_400))
      let isNextDay = civil.day == before.day + 1 && civil.month == before.month
      let isNextMonth = civil.day == 1 && before.day >= 28 && civil.month == before.month % 12 + 1
      let isRight =
        (isNextDay || isNextMonth)
        && civil.year == before.year + (before.month == 12 && isNextMonth ? 1 : 0)
      guard isRight else {
        Issue.record("\(before) is followed by \(civil)")
        return
      }
      before = civil
    }
    #expect([before.year, before.month, before.day] == [1978, 3, 19])
  }
}

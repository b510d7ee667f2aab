/// How the clocks of a place are set each year, as POSIX writes it for `TZ`: `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  /// A day of a month and a time of that day.
  private struct Day {
    var month: Int
    /// Which of the weekdays of the month; the fifth is the last.
    var week: Int
    /// 0 is Sunday.
    var weekday: Int
    /// From midnight, in seconds of the offset before the change; may be of another day.
    var second: Int

    /// When it comes in a year, in seconds since the epoch on a clock that shows UTC.
    func second(in year: Int) -> Int {
      let first = CivilTime.dayNumber(year: year, month: month, day: 1)
      let weekdayOfFirst = (first + 4) - (first + 4).flooredQuotient(by: 7) * 7
      var day = (weekday - weekdayOfFirst + 7) % 7 + 7 * (week - 1)
      if day >= CivilTime.daysIn(month, of: year) { day -= 7 }
      return (first + day) * 86_400 + second
    }
  }

  /// The offset of the part of the year without daylight saving time, in seconds.
  let standard: Int
  private let saving: Int
  private let days: (begin: Day, end: Day)?

  /// Reads a rule; `nil` if it cannot be read.
  init?(_ text: String) {
    var rest = Substring(text)
    guard ZoneRule.takeName(&rest), let west = ZoneRule.takeTime(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else {
      saving = standard
      days = nil
      return
    }
    guard ZoneRule.takeName(&rest) else { return nil }
    saving = ZoneRule.takeTime(&rest).map { -$0 } ?? standard + 3_600
    guard let begin = ZoneRule.takeDay(&rest), let end = ZoneRule.takeDay(&rest), rest.isEmpty
    else {
      return nil
    }
    days = (begin, end)
  }

  /// When the clocks are changed in a year, in order, and the offset from then on.
  func changes(in year: Int) -> [(second: Int, offset: Int)] {
    guard let days else { return [] }
    return [
      (second: days.begin.second(in: year) - standard, offset: saving),
      (second: days.end.second(in: year) - saving, offset: standard),
    ].sorted { $0.second < $1.second }
  }

  private static func takeName(_ rest: inout Substring) -> Bool {
    let count = rest.count
    if rest.first == "<" {
      rest = rest.drop { $0 != ">" }.dropFirst()
    } else {
      rest = rest.drop { $0.isLetter }
    }
    return rest.count < count
  }

  private static func takeNumber(_ rest: inout Substring) -> Int? {
    let digits = rest.prefix { $0.isASCII && $0.isNumber }.prefix(4)
    rest = rest.dropFirst(digits.count)
    return Int(digits)
  }

  /// `2`, `-1:30`, `+10:00:00`, in seconds.
  private static func takeTime(_ rest: inout Substring) -> Int? {
    let isNegative = rest.first == "-"
    if isNegative || rest.first == "+" { rest = rest.dropFirst() }
    guard let hours = takeNumber(&rest) else { return nil }
    var seconds = hours * 3_600
    for unit in [60, 1] where rest.first == ":" {
      rest = rest.dropFirst()
      guard let part = takeNumber(&rest) else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  /// `,M3.5.0/3`, at two o'clock without a time.
  private static func takeDay(_ rest: inout Substring) -> Day? {
    guard rest.hasPrefix(",M") else { return nil }
    rest = rest.dropFirst(2)
    var numbers: [Int] = []
    for index in 0..<3 {
      if index > 0 {
        guard rest.first == "." else { return nil }
        rest = rest.dropFirst()
      }
      guard let number = takeNumber(&rest) else { return nil }
      numbers.append(number)
    }
    var second = 7_200
    if rest.first == "/" {
      rest = rest.dropFirst()
      guard let time = takeTime(&rest) else { return nil }
      second = time
    }
    guard 1...12 ~= numbers[0], 1...5 ~= numbers[1], 0...6 ~= numbers[2] else { return nil }
    return Day(month: numbers[0], week: numbers[1], weekday: numbers[2], second: second)
  }
}

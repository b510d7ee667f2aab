import AccessLog

extension GenerateOptions.Start {
  /// `now`, seconds since the epoch, or a time of ISO 8601; `nil` for anything else.
  init?(entered text: String) {
    if text == "now" {
      self = .now
    } else if let seconds = Int(entered: text, in: 0...Instant.last.seconds) {
      self = .at(Instant(seconds))
    } else if let instant = Instant(iso8601: text) {
      self = .at(instant)
    } else {
      return nil
    }
  }
}

extension Instant {
  /// 9999-12-31T23:59:59Z: a log has no place for later years.
  fileprivate static let last = Instant(253_402_300_799)

  /// `2020-07-08T10:12:29+02:00`, with `Z` or nothing for UTC; from 1970 to 9999.
  ///
  /// `nil` for any other text and for impossible dates.
  init?(iso8601 text: String) {
    let bytes = Array(text.utf8)
    func number(_ start: Int, _ count: Int) -> Int? {
      guard start + count <= bytes.count else { return nil }
      return Int(
        entered: String(decoding: bytes[start..<start + count], as: UTF8.self), in: 0...9_999)
    }
    let separators: [(Int, UInt8)] = [
      (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")),
      (13, UInt8(ascii: ":")), (16, UInt8(ascii: ":")),
    ]
    guard bytes.count >= 19, separators.allSatisfy({ bytes[$0.0] == $0.1 }),
      let year = number(0, 4), let month = number(5, 2), (1...12).contains(month),
      let day = number(8, 2), let hour = number(11, 2), let minute = number(14, 2),
      let second = number(17, 2),
      let east = Instant.secondsEastOfUTC(String(text.dropFirst(19)))
    else { return nil }
    let days = CivilTime.dayNumber(year: year, month: month, day: day)
    let local = Instant(days * 86_400 + hour * 3_600 + minute * 60 + second)
    // A date or a time of day that does not exist would come back as another one.
    let time = CivilTime(local)
    let instant = local - east
    guard time.month == month, time.day == day, time.hour == hour, time.minute == minute,
      time.second == second, (0...Instant.last.seconds).contains(instant.seconds)
    else { return nil }
    self = instant
  }

  /// `Z`, nothing, `+02:00` or `+0200`.
  private static func secondsEastOfUTC(_ text: String) -> Int? {
    guard let sign = text.first, text != "Z" else { return 0 }
    let digits = text.dropFirst().filter { $0 != ":" }
    guard sign == "+" || sign == "-", digits.count == 4,
      let hours = Int(entered: String(digits.prefix(2)), in: 0...23),
      let minutes = Int(entered: String(digits.suffix(2)), in: 0...59)
    else { return nil }
    return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}

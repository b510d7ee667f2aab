extension Instant {
  /// 9999-12-31T23:59:59Z: a log has no place for later years.
  package static let last = Instant(253_402_300_799)

  /// `2020-07-08T10:12:29+02:00`, from 1970 to 9999; `nil` for any other text and for impossible dates.
  ///
  /// Seconds may be left out or have a fraction, which is dropped; the offset may be `Z`, `+02`, `+0200`, or
  /// left out where it is that of `zone`.
  package init?(iso8601 text: String, in zone: Zone = .utc) {
    var bytes = Array(text.utf8)
    let separators: [(Int, UInt8)] = [
      (4, UInt8(ascii: "-")), (7, UInt8(ascii: "-")), (10, UInt8(ascii: "T")),
      (13, UInt8(ascii: ":")),
    ]
    guard bytes.count >= 16, separators.allSatisfy({ bytes[$0.0] == $0.1 }) else { return nil }
    if bytes.count == 16 || bytes[16] != UInt8(ascii: ":") {
      bytes.insert(contentsOf: ":00".utf8, at: 16)
    }
    guard bytes.count >= 19,
      let year = bytes.number(0, 4), let month = bytes.number(5, 2), (1...12).contains(month),
      let day = bytes.number(8, 2), let hour = bytes.number(11, 2),
      let minute = bytes.number(14, 2), let second = bytes.number(17, 2)
    else { return nil }
    var offset = bytes[19...]
    if let mark = offset.first, mark == UInt8(ascii: ".") || mark == UInt8(ascii: ",") {
      let behind = offset.dropFirst().drop { $0.isDigit }
      guard behind.startIndex > 20 else { return nil }
      offset = behind
    }
    let days = CivilTime.dayNumber(year: year, month: month, day: day)
    let local = Instant(days * 86_400 + hour * 3_600 + minute * 60 + second)
    // A date or a time of day that does not exist would come back as another one.
    let time = CivilTime(local)
    guard time.month == month, time.day == day, time.hour == hour, time.minute == minute,
      time.second == second,
      let east = offset.isEmpty
        ? zone.secondsEastOfUTC(atLocal: local.seconds) : Instant.secondsEastOfUTC(Array(offset)),
      (0...Instant.last.seconds).contains((local - east).seconds)
    else { return nil }
    self = local - east
  }

  /// `Z`, `+02`, `+02:00` or `+0200`.
  private static func secondsEastOfUTC(_ text: [UInt8]) -> Int? {
    guard let sign = text.first, text != [UInt8(ascii: "Z")] else { return 0 }
    let digits = text.dropFirst().filter { $0 != UInt8(ascii: ":") }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), [2, 4].contains(digits.count),
      let hours = digits.number(0, 2), hours < 24,
      let minutes = digits.count == 2 ? 0 : digits.number(2, 2), minutes < 60
    else { return nil }
    return (sign == UInt8(ascii: "-") ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }
}

extension [UInt8] {
  /// The number that digits alone stand for.
  fileprivate func number(_ start: Int, _ count: Int) -> Int? {
    guard start + count <= self.count else { return nil }
    var number = 0
    for byte in self[start..<start + count] {
      guard byte.isDigit else { return nil }
      number = number * 10 + Int(byte &- UInt8(ascii: "0"))
    }
    return number
  }
}

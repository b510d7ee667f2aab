/// The time of a Common Log Format line, `08/Jul/2020:10:10:30 +0200`, without its brackets.
struct Timestamp {
  static let length = 26

  /// The instant that stands at `offset`, or `nil` if none does.
  ///
  /// Second 60 is the second after 59, as POSIX counts leap seconds. Impossible dates are refused.
  ///
  /// - Complexity: O(1), a hundred instructions: every second of a log is read once at least.
  static func instant(in bytes: RawSpan, at offset: Int) -> Instant? {
    guard offset + length <= bytes.byteCount else { return nil }
    // `08/Jul/2`, `2020:10:`, `10:10:30` and `30 +0200`.
    let date = bytes.word(at: offset)
    let year = bytes.word(at: offset &+ 7)
    let time = bytes.word(at: offset &+ 12)
    let zone = bytes.word(at: offset &+ 18)
    guard date.byte(2) == UInt8(ascii: "/"), date.byte(6) == UInt8(ascii: "/"),
      year.byte(4) == UInt8(ascii: ":"), time.byte(2) == UInt8(ascii: ":"),
      time.byte(5) == UInt8(ascii: ":"), zone.byte(2) == UInt8(ascii: " "),
      let day = date.twoDigits(0, through: 31),
      let month = month(UInt32(truncatingIfNeeded: date &>> 24) & 0xFF_FFFF),
      let century = year.twoDigits(0, through: 99),
      let yearOfCentury = year.twoDigits(2, through: 99),
      let hour = time.twoDigits(0, through: 23),
      let minute = time.twoDigits(3, through: 59),
      let second = time.twoDigits(6, through: 60),
      let offsetHours = zone.twoDigits(4, through: 23),
      let offsetMinutes = zone.twoDigits(6, through: 59)
    else { return nil }
    let fullYear = century * 100 + yearOfCentury
    guard day >= 1, day <= CivilTime.daysIn(month, of: fullYear) else { return nil }
    let east = offsetHours * 3_600 + offsetMinutes * 60
    let days = CivilTime.dayNumber(year: fullYear, month: month, day: day)
    let local = days * 86_400 + hour * 3_600 + minute * 60 + second
    switch zone.byte(3) {
    case UInt8(ascii: "+"): return Instant(local - east)
    case UInt8(ascii: "-"): return Instant(local + east)
    default: return nil
    }
  }

  /// The number of a month whose three letters are these, the first in the lowest bits.
  private static func month(_ letters: UInt32) -> Int? {
    switch letters {
    case 0x6E_614A: 1  // Jan
    case 0x62_6546: 2  // Feb
    case 0x72_614D: 3  // Mar
    case 0x72_7041: 4  // Apr
    case 0x79_614D: 5  // May
    case 0x6E_754A: 6  // Jun
    case 0x6C_754A: 7  // Jul
    case 0x67_7541: 8  // Aug
    case 0x70_6553: 9  // Sep
    case 0x74_634F: 10  // Oct
    case 0x76_6F4E: 11  // Nov
    case 0x63_6544: 12  // Dec
    default: nil
    }
  }
}

extension UInt64 {
  /// The byte at a place, the first in the lowest bits.
  @inline(__always)
  fileprivate func byte(_ place: UInt64) -> UInt8 {
    UInt8(truncatingIfNeeded: self &>> (8 &* place))
  }

  /// The number that two digits at a place are, unless it is greater than `limit`.
  @inline(__always)
  fileprivate func twoDigits(_ place: UInt64, through limit: Int) -> Int? {
    let tens = byte(place) &- UInt8(ascii: "0")
    let ones = byte(place &+ 1) &- UInt8(ascii: "0")
    let number = Int(tens) &* 10 &+ Int(ones)
    return tens < 10 && ones < 10 && number <= limit ? number : nil
  }
}

/// The time of a Common Log Format line, `08/Jul/2020:10:10:30 +0200`, without its brackets.
struct Timestamp {
  static let length = 26

  /// The instant that stands at `offset`, or `nil` if none does.
  ///
  /// Second 60 is the second after 59, as POSIX counts leap seconds. Impossible dates are refused.
  static func instant(in bytes: RawSpan, at offset: Int) -> Instant? {
    guard offset + length <= bytes.byteCount,
      bytes[offset + 2] == UInt8(ascii: "/"), bytes[offset + 6] == UInt8(ascii: "/"),
      bytes[offset + 11] == UInt8(ascii: ":"), bytes[offset + 14] == UInt8(ascii: ":"),
      bytes[offset + 17] == UInt8(ascii: ":"), bytes[offset + 20] == UInt8(ascii: " "),
      let day = twoDigits(in: bytes, at: offset, through: 31),
      let month = month(in: bytes, at: offset + 3),
      let century = twoDigits(in: bytes, at: offset + 7, through: 99),
      let yearOfCentury = twoDigits(in: bytes, at: offset + 9, through: 99),
      let hour = twoDigits(in: bytes, at: offset + 12, through: 23),
      let minute = twoDigits(in: bytes, at: offset + 15, through: 59),
      let second = twoDigits(in: bytes, at: offset + 18, through: 60),
      let offsetHours = twoDigits(in: bytes, at: offset + 22, through: 23),
      let offsetMinutes = twoDigits(in: bytes, at: offset + 24, through: 59)
    else { return nil }
    let year = century * 100 + yearOfCentury
    guard day >= 1, day <= CivilTime.daysIn(month, of: year) else { return nil }
    let east = offsetHours * 3_600 + offsetMinutes * 60
    let days = CivilTime.dayNumber(year: year, month: month, day: day)
    let local = days * 86_400 + hour * 3_600 + minute * 60 + second
    switch bytes[offset + 21] {
    case UInt8(ascii: "+"): return Instant(local - east)
    case UInt8(ascii: "-"): return Instant(local + east)
    default: return nil
    }
  }

  private static func twoDigits(in bytes: RawSpan, at offset: Int, through limit: Int) -> Int? {
    let tens = bytes[offset] &- UInt8(ascii: "0")
    let ones = bytes[offset + 1] &- UInt8(ascii: "0")
    let number = Int(tens) * 10 + Int(ones)
    return tens < 10 && ones < 10 && number <= limit ? number : nil
  }

  private static func month(in bytes: RawSpan, at offset: Int) -> Int? {
    let letters = (bytes[offset], bytes[offset + 1], bytes[offset + 2])
    return names.firstIndex { $0 == letters }.map { $0 + 1 }
  }

  private static let names = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ].map { name in
    let letters = Array(name.utf8)
    return (letters[0], letters[1], letters[2])
  }
}

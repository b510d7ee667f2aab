/// Dates and times as ISO 8601 writes them.
enum ISOTime {
  /// The days from the epoch to a date such as `2020-07-08`, or `nil` if that is none.
  static func dayNumber(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    guard range.count == 10, bytes[start + 4] == dash, bytes[start + 7] == dash,
      let century = twoDigits(bytes, at: start),
      let yearOfCentury = twoDigits(bytes, at: start + 2),
      let month = twoDigits(bytes, at: start + 5), let day = twoDigits(bytes, at: start + 8)
    else { return nil }
    let year = century * 100 + yearOfCentury
    guard (1...12).contains(month), day >= 1, day <= CivilTime.daysIn(month, of: year) else {
      return nil
    }
    return CivilTime.dayNumber(year: year, month: month, day: day)
  }

  /// The seconds from midnight to a time such as `08:10:30`, `08:10:30.25` or `08:10`, or `nil` if
  /// that is none.
  ///
  /// Second 60 is the second after 59; fractions are cut off.
  @inline(__always)
  static func secondOfDay(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    guard range.count == 8 else { return unusualSecondOfDay(bytes, range) }
    let word = bytes.word(at: range.lowerBound)
    // `hh:mm:ss`, the first byte in the lowest bits; colons become zeros.
    let digits = word ^ 0x0000_0A00_000A_0000
    guard digits.nonDigitMarks == 0, word & 0x0000_FF00_00FF_0000 == 0x0000_3A00_003A_0000 else {
      return nil
    }
    let values = digits & 0x0F0F_0F0F_0F0F_0F0F
    func pair(_ shift: UInt64) -> Int {
      Int(truncatingIfNeeded: values &>> shift & 15) &* 10
        &+ Int(truncatingIfNeeded: values &>> (shift &+ 8) & 15)
    }
    let (hour, minute, second) = (pair(0), pair(24), pair(48))
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    return hour &* 3_600 &+ minute &* 60 &+ second
  }

  @inline(never)
  private static func unusualSecondOfDay(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    let start = range.lowerBound
    if range.count > 9, bytes[start + 8] == UInt8(ascii: "."),
      (start + 9..<range.upperBound).allSatisfy({ bytes[$0].isDigit })
    {
      return secondOfDay(bytes, start..<start + 8)
    }
    guard range.count == 5, bytes[start + 2] == UInt8(ascii: ":"),
      let hour = twoDigits(bytes, at: start), let minute = twoDigits(bytes, at: start + 3),
      hour < 24, minute < 60
    else { return nil }
    return hour * 3_600 + minute * 60
  }

  private static func twoDigits(_ bytes: RawSpan, at offset: Int) -> Int? {
    guard bytes[offset].isDigit, bytes[offset + 1].isDigit else { return nil }
    return Int(bytes[offset] & 15) * 10 + Int(bytes[offset + 1] & 15)
  }

  /// The instant at a range: `2020-07-08T10:10:30.123+02:00`, also with `t` or a space for the `T`, a comma
  /// for the point, `Z`, `+0200`, `+02`, or a space before these; `nil` for all else.
  static func instant(_ bytes: RawSpan, _ range: Range<Int>) -> Instant? {
    let start = range.lowerBound
    guard range.count >= 20,
      bytes[start + 10] | 0x20 == UInt8(ascii: "t") || bytes[start + 10] == space,
      let day = dayNumber(bytes, start..<start + 10),
      let second = secondOfDay(bytes, start + 11..<start + 19)
    else { return nil }
    var index = start + 19
    if bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") {
      index += 1
      let fraction = index
      while index < range.upperBound, bytes[index].isDigit { index += 1 }
      guard index > fraction else { return nil }
    }
    if index < range.upperBound, bytes[index] == space { index += 1 }
    guard let east = secondsEastOfUTC(bytes, index..<range.upperBound) else { return nil }
    return Instant(day * 86_400 + second - east)
  }

  /// `Z`, `+02:00`, `+0200` or `+02`.
  private static func secondsEastOfUTC(_ bytes: RawSpan, _ range: Range<Int>) -> Int? {
    guard let first = range.first else { return nil }
    if range.count == 1 { return bytes[first] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
    var value = 0
    var digits = 0
    for index in first + 1..<range.upperBound {
      if bytes[index] == UInt8(ascii: ":"), digits == 2, range.count == 6 { continue }
      guard bytes[index].isDigit else { return nil }
      value = value * 10 + Int(bytes[index] & 15)
      digits += 1
    }
    guard digits == 2 || digits == 4 else { return nil }
    let hours = digits == 2 ? value : value / 100
    let minutes = digits == 2 ? 0 : value % 100
    guard hours < 24, minutes < 60 else { return nil }
    switch bytes[first] {
    case UInt8(ascii: "+"): return hours * 3_600 + minutes * 60
    case UInt8(ascii: "-"): return -(hours * 3_600 + minutes * 60)
    default: return nil
    }
  }
}

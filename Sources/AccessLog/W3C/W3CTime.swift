/// Dates and times of W3C Extended logs, which are in UTC.
enum W3CTime {
  /// How far before the `#Date:` of its header a line without a date of its own may be, in seconds.
  ///
  /// A line whose time of day is earlier than that was written on the next day.
  private static let longestHeaderDelay = 3_600

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

  /// The time that a `#Date:` directive states, in seconds since the epoch: `2020-07-08 08:10:30`,
  /// or midnight where it has a date alone.
  static func seconds(ofDirective text: ArraySlice<UInt8>) -> Int? {
    let words = text.split { $0 == space || $0 == tab }.map(Array.init)
    guard let first = words.first,
      let day = dayNumber(unsafe first.span.bytes, 0..<first.count)
    else { return nil }
    guard words.count > 1 else { return day * 86_400 }
    let time = words[1]
    return secondOfDay(unsafe time.span.bytes, 0..<time.count).map { day * 86_400 + $0 }
  }

  /// When a line was written that states no date, in seconds since the epoch, if the directives
  /// before it were written at `header`.
  static func seconds(secondOfDay: Int, after header: Int) -> Int {
    let headerDay = header.flooredQuotient(by: 86_400) * 86_400
    let isNextDay = secondOfDay < header - headerDay - longestHeaderDelay
    return headerDay + secondOfDay + (isNextDay ? 86_400 : 0)
  }
}

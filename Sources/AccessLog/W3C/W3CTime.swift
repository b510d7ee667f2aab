/// Dates and times of W3C Extended logs, which are in UTC.
enum W3CTime {
  /// How far before the `#Date:` of its header a line without a date of its own may be, in seconds.
  ///
  /// A line whose time of day is earlier than that was written on the next day.
  private static let longestHeaderDelay = 3_600

  /// The time that a `#Date:` directive states, in seconds since the epoch: `2020-07-08 08:10:30`,
  /// or midnight where it has a date alone.
  static func seconds(ofDirective text: ArraySlice<UInt8>) -> Int? {
    let words = text.split { $0 == space || $0 == tab }.map(Array.init)
    guard let first = words.first,
      let day = ISOTime.dayNumber(unsafe first.span.bytes, 0..<first.count)
    else { return nil }
    guard words.count > 1 else { return day * 86_400 }
    let time = words[1]
    return ISOTime.secondOfDay(unsafe time.span.bytes, 0..<time.count).map { day * 86_400 + $0 }
  }

  /// When a line was written that states no date, in seconds since the epoch, if the directives
  /// before it were written at `header`.
  static func seconds(secondOfDay: Int, after header: Int) -> Int {
    let headerDay = header.flooredQuotient(by: 86_400) * 86_400
    let isNextDay = secondOfDay < header - headerDay - longestHeaderDelay
    return headerDay + secondOfDay + (isNextDay ? 86_400 : 0)
  }
}

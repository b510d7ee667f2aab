/// A date of the proleptic Gregorian calendar and a time of day, with its distance from UTC.
public struct CivilTime: Hashable, Sendable {
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 59.
  public var second: Int
  /// How far the clock that shows this time is ahead of UTC.
  public var secondsEastOfUTC: Int

  /// Creates the time that a clock `secondsEastOfUTC` ahead of UTC shows at `instant`.
  public init(_ instant: Instant, secondsEastOfUTC: Int = 0) {
    let local = instant.seconds + secondsEastOfUTC
    let dayNumber = local.flooredQuotient(by: 86_400)
    let secondOfDay = local - dayNumber * 86_400
    (year, month, day) = CivilTime.date(dayNumber: dayNumber)
    hour = secondOfDay / 3_600
    minute = secondOfDay / 60 % 60
    second = secondOfDay % 60
    self.secondsEastOfUTC = secondsEastOfUTC
  }

  /// The days from 1970-01-01 to a date of the proleptic Gregorian calendar.
  ///
  /// Counts in 400-year eras of 146,097 days whose years begin in March, so that the leap day is
  /// the last of its year (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  package static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let marchYear = month <= 2 ? year - 1 : year
    let era = marchYear.flooredQuotient(by: 400)
    let yearOfEra = marchYear - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// How many days a month has.
  static func daysIn(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The date that many days after 1970-01-01; the inverse of ``dayNumber(year:month:day:)``.
  private static func date(dayNumber: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = dayNumber + 719_468
    let era = shifted.flooredQuotient(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let marchMonth = (5 * dayOfYear + 2) / 153
    let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * marchMonth + 2) / 5 + 1)
  }
}

extension Int {
  /// The quotient rounded towards negative infinity.
  ///
  /// - Precondition: `divisor > 0`.
  package func flooredQuotient(by divisor: Int) -> Int {
    self >= 0 ? self / divisor : (self + 1) / divisor - 1
  }
}

private import Glibc

/// The clock that times are shown by.
package enum Zone: Hashable, Sendable {
  case utc
  /// The time zone of the machine, as `localtime_r(3)` knows it.
  case local
  case fixed(secondsEastOfUTC: Int)

  /// What this clock shows at `instant`.
  package func civilTime(_ instant: Instant) -> CivilTime {
    CivilTime(instant, secondsEastOfUTC: secondsEastOfUTC(at: instant))
  }

  /// ISO 8601 to the second with the offset, `2020-07-08T10:12:29+02:00`; UTC is `Z`.
  package func iso8601(_ instant: Instant) -> String {
    let time = civilTime(instant)
    let date = "\(digits(time.year, 4))-\(digits(time.month, 2))-\(digits(time.day, 2))"
    return "\(date)T\(clock(time))\(offset(time))"
  }

  /// The time of day, `10:12:29`.
  package func timeOfDay(_ instant: Instant) -> String {
    clock(civilTime(instant))
  }

  private func clock(_ time: CivilTime) -> String {
    "\(digits(time.hour, 2)):\(digits(time.minute, 2)):\(digits(time.second, 2))"
  }

  private func offset(_ time: CivilTime) -> String {
    guard self != .utc else { return "Z" }
    let minutes = abs(time.secondsEastOfUTC) / 60
    let sign = time.secondsEastOfUTC < 0 ? "-" : "+"
    return "\(sign)\(digits(minutes / 60, 2)):\(digits(minutes % 60, 2))"
  }

  private func secondsEastOfUTC(at instant: Instant) -> Int {
    switch self {
    case .utc: return 0
    case .fixed(let seconds): return seconds
    case .local:
      var seconds = time_t(instant.seconds)
      var broken = unsafe tm()
      // The C library writes only the structure that it is given.
      return unsafe localtime_r(&seconds, &broken) == nil ? 0 : unsafe broken.tm_gmtoff
    }
  }
}

private func digits(_ number: Int, _ width: Int) -> String {
  let text = String(number.magnitude)
  let padding = String(repeating: "0", count: max(0, width - text.count))
  return (number < 0 ? "-" : "") + padding + text
}

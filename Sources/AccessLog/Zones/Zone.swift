private import Glibc

/// The clock that times are shown by.
package enum Zone: Hashable, Sendable {
  case utc
  /// The time zone of the machine, as `localtime_r(3)` knows it.
  case local
  case fixed(secondsEastOfUTC: Int)
  case place(ZoneOffsets)

  /// What this clock shows at `instant`.
  package func civilTime(_ instant: Instant) -> CivilTime {
    CivilTime(instant, secondsEastOfUTC: secondsEastOfUTC(at: instant))
  }

  /// How far the clock is ahead of UTC when it shows a time, given in seconds since its own 1970.
  ///
  /// Of a time that is shown twice, or is left out, one of the offsets before and behind it.
  package func secondsEastOfUTC(atLocal seconds: Int) -> Int {
    let first = secondsEastOfUTC(at: Instant(seconds))
    let close = secondsEastOfUTC(at: Instant(seconds - first))
    return secondsEastOfUTC(at: Instant(seconds - close))
  }

  /// ISO 8601 to the second with the offset, `2020-07-08T10:12:29+02:00`; UTC is `Z`.
  package func iso8601(_ instant: Instant) -> String {
    let time = civilTime(instant)
    var text: [UInt8] = []
    text.reserveCapacity(25)
    text.append(time.year, digits: 4)
    text.append(UInt8(ascii: "-"))
    text.append(time.month, digits: 2)
    text.append(UInt8(ascii: "-"))
    text.append(time.day, digits: 2)
    text.append(UInt8(ascii: "T"))
    append(clock: time, to: &text)
    append(offset: time, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// The time of day, `10:12:29`.
  package func timeOfDay(_ instant: Instant) -> String {
    var text: [UInt8] = []
    append(clock: civilTime(instant), to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private func append(clock time: CivilTime, to text: inout [UInt8]) {
    text.append(time.hour, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(time.minute, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(time.second, digits: 2)
  }

  private func append(offset time: CivilTime, to text: inout [UInt8]) {
    guard self != .utc else { return text.append(UInt8(ascii: "Z")) }
    let minutes = abs(time.secondsEastOfUTC) / 60
    text.append(UInt8(ascii: time.secondsEastOfUTC < 0 ? "-" : "+"))
    text.append(minutes / 60, digits: 2)
    text.append(UInt8(ascii: ":"))
    text.append(minutes % 60, digits: 2)
  }

  private func secondsEastOfUTC(at instant: Instant) -> Int {
    switch self {
    case .utc: return 0
    case .fixed(let seconds): return seconds
    case .place(let offsets): return offsets.secondsEastOfUTC(at: instant.seconds)
    case .local:
      var seconds = time_t(instant.seconds)
      var broken = unsafe tm()
      // The C library writes only the structure that it is given.
      return unsafe localtime_r(&seconds, &broken) == nil ? 0 : unsafe broken.tm_gmtoff
    }
  }
}

extension [UInt8] {
  /// Appends a number with zeros before it, so that it has that many digits at least.
  fileprivate mutating func append(_ number: Int, digits: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    var place: UInt = 1
    for _ in 1..<digits { place *= 10 }
    while number.magnitude / place >= 10 { place *= 10 }
    while place > 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number.magnitude / place % 10))
      place /= 10
    }
  }
}

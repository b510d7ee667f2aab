private import AccessLog

/// The part of a line between the user and the request, rendered only when the second changes.
struct TimeField {
  private let start: Int
  private let secondsEastOfUTC: Int
  private var second = -1
  /// The time with the space before it and the quote behind it: ` [08/Jul/2020:10:10:30 +0200] "`.
  private(set) var bytes: [UInt8] = []

  /// Creates the field of a log that starts at that second after the epoch.
  init(start: Int, secondsEastOfUTC: Int) {
    self.start = start
    // Offsets have hours and minutes, and no clock is a day ahead.
    self.secondsEastOfUTC = max(-86_340, min(86_340, secondsEastOfUTC)) / 60 * 60
  }

  /// Renders the time that many nanoseconds after the start, and says whether it has one: the
  /// format knows the years 0 to 9999 only.
  mutating func render(nanoseconds: Int) -> Bool {
    let elapsed = nanoseconds / 1_000_000_000
    guard elapsed != second else { return true }
    // A day less than the format can show, so that no offset leads out of it.
    guard start >= -62_167_132_800, start.saturatingSum(elapsed) < 253_402_214_400 else {
      return false
    }
    second = elapsed
    render(CivilTime(Instant(start + elapsed), secondsEastOfUTC: secondsEastOfUTC))
    return true
  }

  private mutating func render(_ time: CivilTime) {
    bytes.removeAll(keepingCapacity: true)
    bytes.append(" [")
    bytes.append(decimal: time.day, width: 2)
    bytes.append("/")
    bytes.append(TimeField.months[time.month - 1])
    bytes.append("/")
    bytes.append(decimal: time.year, width: 4)
    for part in [time.hour, time.minute, time.second] {
      bytes.append(":")
      bytes.append(decimal: part, width: 2)
    }
    bytes.append(secondsEastOfUTC < 0 ? " -" : " +")
    bytes.append(decimal: abs(secondsEastOfUTC) / 3_600, width: 2)
    bytes.append(decimal: abs(secondsEastOfUTC) / 60 % 60, width: 2)
    bytes.append("] \"")
  }

  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

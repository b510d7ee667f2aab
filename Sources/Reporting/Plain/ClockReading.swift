import AccessLog

/// The date, the time and the offset that a clock shows.
struct ClockReading {
  /// `2020-07-08`.
  var date: String
  /// `10:10:30`.
  var time: String
  /// `+02:00`, or `UTC`.
  var offset: String

  /// What the clock of a zone shows at an instant.
  init(_ instant: Instant, in zone: Zone) {
    // Dates are laid out in one place, in `AccessLog`; here that text is only split.
    let text = zone.iso8601(instant)
    date = String(text.prefix { $0 != "T" })
    time = zone.timeOfDay(instant)
    let rest = text.dropFirst(date.count + 1 + time.count)
    offset = rest == "Z" ? "UTC" : String(rest)
  }

  /// `2020-07-08 10:10:30 - 10:10:40 +02:00`, with a second date or a second offset only where they
  /// differ.
  func span(to end: ClockReading) -> String {
    let startOffset = offset == end.offset ? "" : " \(offset)"
    let endDate = date == end.date ? "" : "\(end.date) "
    return "\(date) \(time)\(startOffset) - \(endDate)\(end.time) \(end.offset)"
  }
}

import Fleet
import Pipeline

/// How often the tallies of an interval that is under way are sent: those of busy logs are large.
struct RecordPace {
  /// How many bytes of tallies are written a second where that can be chosen.
  static let bytesPerSecond = 8_192

  struct Written {
    var bytes: [UInt8]
    var isFinal: Bool
  }

  /// How large the last whole records of intervals under way were, and when they were written.
  private var lastWhole: (bytes: Int, uptime: Duration)?
  /// The intervals of which the last record was written without its tallies.
  private var short: Set<Int> = []

  /// Whether a record was written without its tallies, and none with them since.
  var isShort: Bool { !short.isEmpty }

  /// Whether the last tallies are so old that they may be written again.
  func isDue(at moment: Moment) -> Bool {
    guard let lastWhole else { return true }
    return (moment.uptime - lastWhole.uptime) / .seconds(1)
      >= Double(lastWhole.bytes) / Double(RecordPace.bytesPerSecond)
  }

  /// Writes the records of a moment, without their tallies where the last ones are new enough.
  mutating func write(
    _ records: [MetricsRecord], at moment: Moment, isLast: Bool
  ) -> [Written] {
    let isDue = isLast || isDue(at: moment)
    var whole: Int?
    let written = records.map { record -> Written in
      guard isDue || record.isFinal else {
        short.insert(record.interval)
        var shortened = record
        shortened.tally = nil
        shortened.late = nil
        return Written(bytes: shortened.bytes, isFinal: false)
      }
      short.remove(record.interval)
      let bytes = record.bytes
      if !record.isFinal { whole = (whole ?? 0) + bytes.count }
      return Written(bytes: bytes, isFinal: record.isFinal)
    }
    if let whole { lastWhole = (whole, moment.uptime) }
    return written
  }
}

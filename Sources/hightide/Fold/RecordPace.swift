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

  /// How large the last whole record of the interval under way was, and when it was written.
  private var lastWhole: (bytes: Int, uptime: Duration)?

  /// Writes a record, without its tallies where the last ones are new enough.
  mutating func write(_ record: MetricsRecord, at moment: Moment, isLast: Bool) -> Written {
    if !record.isFinal, !isLast, let lastWhole,
      (moment.uptime - lastWhole.uptime) / .seconds(1)
        < Double(lastWhole.bytes) / Double(RecordPace.bytesPerSecond)
    {
      var short = record
      short.tally = nil
      short.late = nil
      return Written(bytes: short.bytes, isFinal: false)
    }
    let bytes = record.bytes
    if !record.isFinal { lastWhole = (bytes.count, moment.uptime) }
    return Written(bytes: bytes, isFinal: record.isFinal)
  }
}

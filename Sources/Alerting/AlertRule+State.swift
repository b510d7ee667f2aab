import Query
import TallyCodec

extension AlertRule {
  private enum Field: Int {
    case name = 1
    case measure
    case windowSeconds
    case threshold
    /// Missing where the rule recovers at the threshold.
    case recovery
    case minimumHits
    /// The text of the filter of the hits that are measured; missing for all.
    case filter
    case isBelow
    /// Missing for thresholds that are absolute.
    case againstSeconds
    case forSeconds
    case keepSeconds
    /// The word; missing for a warning.
    case severity
    /// Missing for the usual one.
    case message
    /// The name of the dimension; missing without one.
    case group
    /// Of a rule that the settings leave out.
    case isOff
  }

  func write(to writer: inout RecordWriter) {
    writer.field(Field.name, bytes: name.description.utf8)
    writer.field(Field.measure) { measure.write(to: &$0) }
    writer.field(Field.windowSeconds, count: windowSeconds)
    writer.field(Field.threshold, double: threshold)
    writer.field(Field.recovery, double: recovery)
    writer.field(Field.minimumHits, count: minimumHits)
    if let filter { writer.field(Field.filter, bytes: filter.text.utf8) }
    writer.field(Field.isBelow, flag: side == .below)
    if let againstSeconds { writer.field(Field.againstSeconds, count: againstSeconds) }
    writer.field(Field.forSeconds, count: forSeconds)
    writer.field(Field.keepSeconds, count: keepSeconds)
    if severity != .warning { writer.field(Field.severity, bytes: severity.rawValue.utf8) }
    if let group { writer.field(Field.group, bytes: group.name.utf8) }
    writer.field(Field.isOff, flag: !isEnabled)
    if let message { writer.field(Field.message, bytes: message.utf8) }
  }

  init(from reader: inout RecordReader) throws(RecordError) {
    self.init()
    windowSeconds = 0
    while let field = try reader.next(Field.self) {
      switch field {
      case .name: name = RuleName(String(decoding: try reader.blob(), as: UTF8.self))
      case .measure: measure = try Measure(from: &reader)
      case .windowSeconds: windowSeconds = try reader.count()
      case .threshold: threshold = try reader.double()
      case .recovery: recovery = try reader.double()
      case .minimumHits: minimumHits = try reader.count()
      case .filter: filter = try Filter(from: &reader)
      case .isBelow: side = try reader.flag() ? .below : .above
      case .againstSeconds: againstSeconds = try reader.count()
      case .forSeconds: forSeconds = try reader.count()
      case .keepSeconds: keepSeconds = try reader.count()
      case .severity:
        severity =
          Severity(rawValue: String(decoding: try reader.blob(), as: UTF8.self)) ?? .warning
      case .group: group = Dimension.named(String(decoding: try reader.blob(), as: UTF8.self))
      case .isOff: isEnabled = try !reader.flag()
      case .message: message = String(decoding: try reader.blob(), as: UTF8.self)
      }
    }
    try require(windowSeconds > 0, or: "a rule has no window")
  }
}

extension Filter {
  /// Reads the text of a filter.
  init(from reader: inout RecordReader) throws(RecordError) {
    let text = String(decoding: try reader.blob(), as: UTF8.self)
    guard let filter = try? Filter(text) else { throw .impossible("a rule has no possible filter") }
    self = filter
  }
}

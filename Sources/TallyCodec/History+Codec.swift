import AccessLog
package import Traffic

extension History {
  private enum Field: Int {
    /// A name of a section, a method or a group, before the first report that has it; one field for each.
    case name = 1
    /// An interval, the newest first; one field for each.
    case report
  }

  private enum ReportField: Int {
    case start = 1
    case statistics
    case counts
    /// Missing unless the program was started within the interval.
    case followedFrom
  }

  /// How many bytes are written at most; what is older is not.
  private static let stateBytes = 2 << 20

  /// Writes the intervals, the newest first.
  package func write(to writer: inout RecordWriter) {
    let start = writer.count
    var names = NameList()
    for report in reports.reversed() {
      guard writer.count - start < History.stateBytes else { break }
      for name in report.statistics.names where names.insert(name) {
        writer.field(Field.name, bytes: name)
      }
      writer.field(Field.report) { writer in
        writer.field(ReportField.start, instant: report.start)
        writer.field(ReportField.statistics) { report.statistics.write(to: &$0, names: names) }
        writer.field(ReportField.counts) { report.counts.write(to: &$0) }
        writer.field(ReportField.followedFrom, instant: report.followedFrom)
      }
    }
  }

  /// Reads a history of intervals of that many seconds.
  package init(
    from reader: inout RecordReader, intervalSeconds: Int, dimensions: Int = 0
  ) throws(RecordError) {
    self.init(intervalSeconds: intervalSeconds, dimensions: dimensions)
    guard reader.layout > StateLayout.lastWithoutFields else {
      try read(layout4: &reader, intervalSeconds: intervalSeconds)
      return
    }
    var names: [[UInt8]] = []
    var newestFirst: [IntervalReport] = []
    while let field = try reader.next(Field.self) {
      switch field {
      case .name: names.append(try reader.blob())
      case .report:
        newestFirst.append(
          try History.report(from: &reader, names: names, seconds: intervalSeconds))
      }
    }
    try add(newestFirst)
  }

  private static func report(
    from reader: inout RecordReader, names: [[UInt8]], seconds: Int
  ) throws(RecordError) -> IntervalReport {
    var start = Instant(0)
    var statistics = Statistics()
    var counts = LineCounts()
    var followedFrom: Instant?
    while let field = try reader.next(ReportField.self) {
      switch field {
      case .start: start = try reader.instant()
      case .statistics: statistics = try Statistics(from: &reader, names: names)
      case .counts: counts = try LineCounts(from: &reader)
      case .followedFrom: followedFrom = try reader.instant()
      }
    }
    return IntervalReport(
      start: start, end: start + seconds, statistics: statistics, counts: counts,
      followedFrom: followedFrom)
  }

  /// Adds the reports that were read.
  mutating func add(_ newestFirst: [IntervalReport]) throws(RecordError) {
    try require(
      zip(newestFirst, newestFirst.dropFirst()).allSatisfy { $0.start > $1.start },
      or: "intervals are out of order")
    try require(newestFirst.count <= limit, or: "there are too many intervals")
    for report in newestFirst.reversed() { append(report) }
  }
}

import AccessLog
package import Traffic

extension LineCounts {
  func write(to writer: inout StateWriter) {
    for count in [lines, late, skewed, malformed, comments, excluded] { writer.count(count) }
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init()
    lines = try reader.count()
    late = try reader.count()
    skewed = try reader.count()
    malformed = try reader.count()
    comments = try reader.count()
    if reader.layout >= 4 { excluded = try reader.count() }
  }
}

extension Statistics {
  /// Writes all but the mean, which follows from the rest.
  func write(to writer: inout StateWriter) {
    for number in [hits, bytes, clients, errors] { writer.count(number) }
    writer.count(sections.count)
    for section in sections {
      writer.name(section.name)
      for number in [section.hits, section.bytes, section.errors] { writer.count(number) }
    }
    writer.count(statuses.count)
    for status in statuses {
      writer.count(status.status)
      writer.count(status.hits)
    }
    writer.count(methods.count)
    for method in methods {
      writer.name(method.name)
      writer.count(method.hits)
    }
    guard hits > 0 else { return }
    for size in [responseBytes.p50, responseBytes.p90, responseBytes.p99, responseBytes.max] {
      writer.count(size ?? 0)
    }
    for hits in responseBytes.histogram { writer.count(hits) }
  }

  init(from reader: inout StateReader) throws(StateError) {
    self.init()
    hits = try reader.count()
    bytes = try reader.count(upTo: .max)
    clients = try reader.count()
    errors = try reader.count(upTo: hits)
    for _ in 0..<(try reader.count()) {
      let name = try reader.name()
      let sums = try HitSums(from: &reader)
      sections.append(
        GroupCount(name: name, hits: sums.hits, bytes: sums.bytes, errors: sums.errors))
    }
    for _ in 0..<(try reader.count(upTo: 1_000)) {
      let status = try reader.count(upTo: 999)
      try require(statuses.last.map { $0.status < status } ?? true, or: "statuses are out of order")
      statuses.append(StatusCount(status: status, hits: try reader.count()))
    }
    for _ in 0..<(try reader.count(upTo: MethodTable.maximumCount + 1)) {
      let name = try reader.name()
      methods.append(MethodCount(name: name, hits: try reader.count()))
    }
    try readResponseBytes(from: &reader)
    try require(
      Statistics.sum(sections.map(\.hits)) <= hits && Statistics.sum(statuses.map(\.hits)) == hits
        && Statistics.sum(methods.map(\.hits)) == hits
        && Statistics.sum(responseBytes.histogram) == hits,
      or: "the hits of a report do not add up")
  }

  private mutating func readResponseBytes(from reader: inout StateReader) throws(StateError) {
    guard hits > 0 else { return }
    responseBytes.mean = Double(bytes) / Double(hits)
    responseBytes.p50 = try reader.count(upTo: .max)
    responseBytes.p90 = try reader.count(upTo: .max)
    responseBytes.p99 = try reader.count(upTo: .max)
    responseBytes.max = try reader.count(upTo: .max)
    for bucket in responseBytes.histogram.indices {
      responseBytes.histogram[bucket] = try reader.count()
    }
  }

  /// The sum of counts, `Int.max` at most.
  private static func sum(_ counts: [Int]) -> Int {
    counts.reduce(0) { $0.saturatingAdding($1) }
  }
}

extension History {
  /// How many bytes are written at most; what is older is not.
  private static let stateBytes = 2 << 20

  /// Writes the intervals, the newest first.
  package func write(to writer: inout StateWriter) {
    let start = writer.count
    for report in reports.reversed() {
      guard writer.count - start < History.stateBytes else { break }
      writer.flag(true)
      writer.instant(report.start)
      report.statistics.write(to: &writer)
      report.counts.write(to: &writer)
      writer.flag(report.followedFrom != nil)
      if let followedFrom = report.followedFrom { writer.instant(followedFrom) }
    }
    writer.flag(false)
  }

  /// Reads a history of intervals of that many seconds.
  package init(from reader: inout StateReader, intervalSeconds: Int) throws(StateError) {
    self.init(intervalSeconds: intervalSeconds)
    var newestFirst: [IntervalReport] = []
    while try reader.flag() {
      let start = try reader.instant()
      try require(
        newestFirst.last.map { start < $0.start } ?? true, or: "intervals are out of order")
      let statistics = try Statistics(from: &reader)
      var report = IntervalReport(
        start: start, end: start + intervalSeconds, statistics: statistics,
        counts: try LineCounts(from: &reader))
      if reader.layout >= 4, try reader.flag() { report.followedFrom = try reader.instant() }
      newestFirst.append(report)
    }
    try require(newestFirst.count <= limit, or: "there are too many intervals")
    for report in newestFirst.reversed() { append(report) }
  }
}

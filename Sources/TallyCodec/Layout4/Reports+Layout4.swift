import AccessLog
import Traffic

extension LineCounts {
  init(layout4 reader: inout RecordReader) throws(RecordError) {
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
  init(layout4 reader: inout RecordReader) throws(RecordError) {
    self.init()
    hits = try reader.count()
    bytes = try reader.count(upTo: .max)
    clients = try reader.count()
    errors = try reader.count(upTo: hits)
    for _ in 0..<(try reader.count()) {
      let name = try reader.name()
      let sums = try HitSums(layout4: &reader)
      sections.append(
        GroupCount(name: name, hits: sums.hits, bytes: sums.bytes, errors: sums.errors))
    }
    for _ in 0..<(try reader.count(upTo: 1_000)) {
      let status = try reader.count(upTo: 999)
      statuses.append(StatusCount(status: status, hits: try reader.count()))
    }
    for _ in 0..<(try reader.count(upTo: MethodTable.maximumCount + 1)) {
      let name = try reader.name()
      methods.append(MethodCount(name: name, hits: try reader.count()))
    }
    try readResponseBytes(layout4: &reader)
    try check()
  }

  private mutating func readResponseBytes(layout4 reader: inout RecordReader) throws(RecordError) {
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
}

extension History {
  /// Reads a history of intervals of that many seconds into one that is empty.
  mutating func read(
    layout4 reader: inout RecordReader, intervalSeconds: Int
  ) throws(RecordError) {
    var newestFirst: [IntervalReport] = []
    while try reader.flag() {
      let start = try reader.instant()
      let statistics = try Statistics(layout4: &reader)
      var report = IntervalReport(
        start: start, end: start + intervalSeconds, statistics: statistics,
        counts: try LineCounts(layout4: &reader))
      if reader.layout >= 4, try reader.flag() { report.followedFrom = try reader.instant() }
      newestFirst.append(report)
    }
    try add(newestFirst)
  }
}

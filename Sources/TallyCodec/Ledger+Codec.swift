package import AccessLog
package import Traffic

extension Ledger {
  private enum Field: Int {
    case timeline = 1
    /// What was reported, and late hits.
    case total
    case totalCounts
    /// What was read since the report before.
    case counts
    case totalHits
    /// The first second with a hit; missing without one, and so is the next.
    case firstHit
    case lastHit
    /// Missing as long as there was no malformed line.
    case malformedExample
    /// Missing if nothing was read as context.
    case followedFrom
    /// Missing if no hit is held.
    case held
  }

  /// Writes the books, of which all that is due has closed and that are not finishing.
  ///
  /// - Complexity: O(tallies under way + hour of seconds): 20 KiB when small.
  package func write(to writer: inout RecordWriter) {
    writer.field(Field.timeline) { timeline.write(to: &$0) }
    writer.field(Field.total) { total.write(to: &$0) }
    writer.field(Field.totalCounts) { totalCounts.write(to: &$0) }
    writer.field(Field.counts) { counts.write(to: &$0) }
    writer.field(Field.totalHits, count: totalHits)
    writer.field(Field.firstHit, number: span?.lowerBound)
    writer.field(Field.lastHit, number: span?.upperBound)
    writer.field(Field.malformedExample, bytes: malformedExample)
    writer.field(Field.followedFrom, instant: followedFrom)
    if let held { writer.field(Field.held) { held.write(to: &$0) } }
  }

  /// Reads books that were kept with the same spans and a scanner with the same key.
  package init(
    from reader: inout RecordReader, timing: Timing, longestWindow: Int, reportsSilence: Bool,
    scanner: LineScanner, counting: Counting = Counting()
  ) throws(RecordError) {
    self.init(
      timing: timing, longestWindow: longestWindow, reportsSilence: reportsSilence,
      scanner: scanner, counting: counting)
    guard reader.layout > StateLayout.lastWithoutFields else {
      try read(layout4: &reader, scanner: scanner)
      return
    }
    var (first, last): (Int?, Int?)
    while let field = try reader.next(Field.self) {
      switch field {
      case .timeline: try timeline.fill(from: &reader, scanner: scanner)
      case .total:
        total = try Tally(from: &reader, scanner: scanner).grouped(
          byFirst: groupsOfTotals)
      case .totalCounts: totalCounts = try LineCounts(from: &reader)
      case .counts: counts = try LineCounts(from: &reader)
      case .totalHits: totalHits = try reader.count()
      case .firstHit: first = try reader.instant().seconds
      case .lastHit: last = try reader.instant().seconds
      case .malformedExample: malformedExample = try reader.blob(upTo: Ledger.exampleBytes)
      case .followedFrom: followedFrom = try reader.instant()
      case .held: held = try HeldHit(from: &reader, merger: &merger)
      }
    }
    try setSpan(first, last)
    try check()
  }

  /// Takes over the span of the hits, if there are any.
  mutating func setSpan(_ first: Int?, _ last: Int?) throws(RecordError) {
    guard let first, let last else {
      return try require(first == last, or: "the span of the hits has one end")
    }
    try require(first <= last, or: "the span of the hits ends before it begins")
    span = first...last
  }

  /// Checks that what was read belongs together.
  func check() throws(RecordError) {
    try require(held == nil || timeline.clock != nil, or: "the first hit is held")
    try require(
      total.hits.saturatingAdding(timeline.intervals.liveHits) == totalHits,
      or: "the intervals do not add up to the total")
  }
}

package import AccessLog
package import Traffic

extension Ledger {
  /// Writes the books, of which all that is due has settled and that are not finishing.
  ///
  /// - Complexity: O(tallies under way + hour of seconds): 20 KiB when small.
  package func write(to writer: inout StateWriter) {
    timeline.write(to: &writer)
    total.write(to: &writer)
    totalCounts.write(to: &writer)
    counts.write(to: &writer)
    writer.count(totalHits)
    writer.flag(span != nil)
    if let span {
      writer.number(span.lowerBound)
      writer.number(span.upperBound)
    }
    writer.flag(malformedExample != nil)
    if let malformedExample { writer.blob(malformedExample) }
    writer.flag(followedFrom != nil)
    if let followedFrom { writer.instant(followedFrom) }
    writer.flag(held != nil)
    held?.write(to: &writer)
  }

  /// Reads books that were kept with the same spans and a scanner with the same key.
  package init(
    from reader: inout StateReader, timing: Timing, longestWindow: Int, reportsSilence: Bool,
    scanner: LineScanner
  ) throws(StateError) {
    self.init(
      timing: timing, longestWindow: longestWindow, reportsSilence: reportsSilence,
      scanner: scanner)
    try timeline.fill(from: &reader, scanner: scanner)
    total = try Tally(from: &reader, scanner: scanner)
    totalCounts = try LineCounts(from: &reader)
    counts = try LineCounts(from: &reader)
    totalHits = try reader.count()
    if try reader.flag() {
      let first = try reader.instant().seconds
      let last = try reader.instant().seconds
      try require(first <= last, or: "the span of the hits ends before it begins")
      span = first...last
    }
    if try reader.flag() { malformedExample = try reader.blob(upTo: Ledger.exampleBytes) }
    if reader.layout >= 4, try reader.flag() { followedFrom = try reader.instant() }
    if try reader.flag() {
      if reader.layout >= 4 {
        held = try HeldHit(from: &reader, merger: &merger)
        try require(timeline.clock != nil, or: "the first hit is held")
      } else {
        try readStandIn(from: &reader)
      }
    }
    try require(
      total.hits.saturatingAdding(timeline.intervals.liveHits) == totalHits,
      or: "the intervals do not add up to the total")
  }

  /// Reads the wall clock that stood in for the stream clock before the first hit, in layout 3, and
  /// what was counted at it.
  private mutating func readStandIn(from reader: inout StateReader) throws(StateError) {
    let clock = try reader.instant()
    let sums = try HitSums(from: &reader)
    try require(timeline.clock == nil, or: "there are two stream clocks")
    timeline.advance(to: clock)
    timeline.add(sums, to: clock.seconds)
  }
}

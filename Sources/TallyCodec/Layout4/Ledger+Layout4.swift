import AccessLog
import Traffic

extension Ledger {
  /// Reads what books with the same spans held into ones that are empty.
  mutating func read(
    layout4 reader: inout RecordReader, scanner: LineScanner
  ) throws(RecordError) {
    try timeline.fill(layout4: &reader, scanner: scanner)
    total = try Tally(layout4: &reader, scanner: scanner).grouped(
      byFirst: groupsOfTotals)
    totalCounts = try LineCounts(layout4: &reader)
    counts = try LineCounts(layout4: &reader)
    totalHits = try reader.count()
    if try reader.flag() {
      let first = try reader.instant().seconds
      try setSpan(first, try reader.instant().seconds)
    }
    if try reader.flag() { malformedExample = try reader.blob(upTo: Ledger.exampleBytes) }
    if reader.layout >= 4, try reader.flag() { followedFrom = try reader.instant() }
    if try reader.flag() {
      if reader.layout >= 4 {
        held = try HeldHit(layout4: &reader, merger: &merger)
      } else {
        try readStandIn(layout4: &reader)
      }
    }
    try check()
  }

  /// Reads the wall clock that stood in for the stream clock before the first hit, in layout 3, and
  /// what was counted at it.
  private mutating func readStandIn(layout4 reader: inout RecordReader) throws(RecordError) {
    let clock = try reader.instant()
    let sums = try HitSums(layout4: &reader)
    try require(timeline.clock == nil, or: "there are two stream clocks")
    timeline.advance(to: clock)
    timeline.add(SecondSums(sums), to: clock.seconds)
  }
}

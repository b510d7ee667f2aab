import AccessLog

/// Merges the runs of chunks into tallies.
package struct RunMerger: Sendable {
  private var scanner: LineScanner
  private var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)

  /// Creates a merger whose scanner has the key of the one that tallied the chunks.
  init(scanner: LineScanner) {
    self.scanner = scanner
  }

  /// Adds the hits of a run to a tally, with the same result as adding them one by one.
  mutating func merge(_ index: Int, of chunk: ChunkTally, into tally: inout Tally) {
    if let run = chunk.runs[index].tally, tally.hasCapacity(for: run) {
      tally.merge(run)
      return
    }
    // Either the run is short, or there are more names than are kept exactly: which of them are
    // depends on the order of the hits.
    merge(chunk.bytes, chunk.range(ofRun: index), into: &tally)
  }

  /// Adds the hits among the lines in `range` of `bytes`, one by one.
  package mutating func merge(_ bytes: [UInt8], _ range: Range<Int>, into tally: inout Tally) {
    tally.use(scanner)
    let lines = unsafe bytes.span.bytes
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = scanner.scan(lines, from: &offset, to: range.upperBound, into: &block)
      var hits = 0
      for record in 0..<count where block[record].isHit {
        if hits != record { block[hits] = block[record] }
        hits += 1
      }
      tally.add(block.span.extracting(first: hits), lines)
    }
  }
}

package import AccessLog

/// Merges the runs of chunks into tallies.
package struct RunMerger: Sendable {
  private let scanner: LineScanner
  let counting: Counting
  /// By how many dimensions tallies are grouped.
  let groupCount: Int
  private let blank: SourceMemory
  /// Whether networks may be left out of tallies; see ``NetworkColumns``.
  private let leavesNetworksOut: Bool
  private var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)

  /// What has to be known of a source of which nothing was read.
  package var memory: SourceMemory { blank }

  /// Creates a merger whose scanner has the key of the one that tallied the chunks.
  init(
    scanner: LineScanner, counting: Counting = Counting(), leavingNetworksOut: Bool = true
  ) {
    leavesNetworksOut = leavingNetworksOut
    self.scanner = scanner
    self.counting = counting.withoutSelections
    groupCount = counting.groups.count
    blank = scanner.memory
  }

  /// Adds the hits of a run to a tally, with the same result as adding them one by one.
  mutating func merge(_ index: Int, of chunk: ChunkTally, into tally: inout Tally) {
    if let run = chunk.runs[index].tally?.grouped(byFirst: groupCount), tally.hasCapacity(for: run)
    {
      tally.merge(run)
      return
    }
    // Either the run is short, or there are more names than are kept exactly: which of them are
    // depends on the order of the hits.
    merge(chunk.range(ofRun: index), of: chunk, into: &tally)
  }

  /// Adds the hits among the lines at a range of a chunk, one by one.
  mutating func merge(_ lines: Range<Int>, of chunk: ChunkTally, into tally: inout Tally) {
    for part in chunk.lines.parts(in: lines) { merge(chunk.bytes, part, into: &tally) }
  }

  /// Adds the hit that a line is.
  package mutating func merge(
    _ line: [UInt8], readWith memory: SourceMemory, into tally: inout Tally
  ) {
    merge(line, SourceLines.Part(range: 0..<line.count, memory: memory), into: &tally)
  }

  /// Adds the hits among the lines of a part of `bytes`, one by one.
  private mutating func merge(
    _ bytes: [UInt8], _ part: SourceLines.Part, into tally: inout Tally
  ) {
    tally.use(scanner)
    var scanner = HitScanner(
      scanner, counting,
      leavingNetworksOut: leavesNetworksOut && (tally.hits == 0 || tally.networks != nil))
    scanner.scanner.memory = part.memory
    // What is decoded, and the server's name, are appended to a copy: one of the part, not of all lines.
    var range = part.range
    var text = LineText(bytes)
    if scanner.scanner.decodes || part.memory.server != nil {
      text = LineText(Array(bytes[range]))
      range = 0..<range.count
    }
    var offset = range.lowerBound
    while offset < range.upperBound {
      let count = scanner.scan(&text, from: &offset, to: range.upperBound, into: &block)
      var hits = 0
      for record in 0..<count where block[record].isHit {
        if hits != record { block[hits] = block[record] }
        hits += 1
      }
      tally.add(block.span.extracting(first: hits), unsafe text.bytes.span.bytes, scanner.names)
    }
  }
}

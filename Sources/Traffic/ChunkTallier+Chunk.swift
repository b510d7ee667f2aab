package import AccessLog

extension ChunkTallier {
  /// Tallies the lines of `bytes`, each in one of the parts; without any, they are all of one source,
  /// and what is known of it is what the scanner knows.
  ///
  /// - Complexity: O(bytes); no allocation per line.
  package static func tally(
    _ bytes: [UInt8], parts: [LinePart] = [], timing: Timing, scanner: LineScanner,
    counting: Counting = Counting()
  ) -> ChunkTally {
    let lines = ChunkLines(bytes, parts, scanner)
    var cache = WorkerCache()
    return tally(lines, timing, scanner, counting, &cache, cutsAtChanges: false).chunk
  }

  /// Tallies lines as ``tally(_:parts:timing:scanner:counting:)`` does, but ends a tally behind the
  /// line that shows that its log has another format now; the next one has the lines that follow.
  ///
  /// Malformed lines before that line are of the new format too, and some of them may stand in chunks
  /// before this one; see ``MalformedTails``. `cache` is what the worker kept of the chunk before.
  package static func tallies(
    _ bytes: [UInt8], parts: [LinePart], timing: Timing, scanner: LineScanner,
    counting: Counting = Counting(), cache: inout WorkerCache
  ) -> [ChunkTally] {
    var tallies: [ChunkTally] = []
    var rest: ChunkLines? = ChunkLines(bytes, parts, scanner)
    while let lines = rest {
      let next = tally(lines, timing, scanner, counting, &cache, cutsAtChanges: true)
      tallies.append(next.chunk)
      rest = next.rest
    }
    return tallies
  }

  private static func tally(
    _ lines: ChunkLines, _ timing: Timing, _ scanner: LineScanner, _ counting: Counting,
    _ cache: inout WorkerCache, cutsAtChanges: Bool
  ) -> (chunk: ChunkTally, rest: ChunkLines?) {
    let (bytes, parts) = (lines.bytes, lines.parts)
    func tallyJoined() -> (chunk: ChunkTally, rest: ChunkLines?) {
      tally(lines.joined, timing, scanner, counting, &cache, cutsAtChanges: cutsAtChanges)
    }
    if parts.contains(where: \.memory.isPairing) { return tallyJoined() }
    var hits = HitScanner(
      scanner, counting.talliesRuns ? counting : counting.withoutGroups,
      leavingNetworksOut: timing.leavesNetworksOut)
    hits.scanner.namesServer = hits.readsServer
    if let made = cache.made.take() { hits.use(made) }
    var tallier = ChunkTallier(
      timing: timing, emptyTally: cache.emptyTally(hashedWith: scanner, counting),
      selected: SelectionTally(counting.selections),
      findsFaults: counting.findsFaults,
      longNames: ChunkTallier.longNames * min(4, 1 + counting.groups.count),
      chunk: ChunkTally(SourceLines(bytes, memory: parts[0].memory)))
    tallier.chunk.firstPart = lines.firstSource
    tallier.talliesRuns = counting.talliesRuns
    if counting.talliesExcluded { tallier.chunk.excludedSeconds = [:] }
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var text = LineText(bytes)
    var offset = 0
    var rest: ChunkLines?
    var known = parts[0].memory
    for (index, part) in parts.enumerated() {
      if cutsAtChanges, index > 0, parts[index - 1].continues, part.memory.isChanged(from: known) {
        rest = lines.rest(from: offset, part: index, readWith: part.memory)
        break
      }
      hits.scanner.memory = part.memory
      known = part.memory
      tallier.mayChange = part.memory.mayChange
      tallier.chunk.lines.record(part.memory, from: offset)
      var lessons = hits.scanner.lessons
      while offset < part.end, rest == nil {
        let count = hits.scan(&text, from: &offset, to: part.end, into: &block)
        // Moved there and back: a copy would be one of all names.
        swap(&tallier.names, &hits.names)
        swap(&tallier.marks, &hits.marks)
        tallier.add(&block, count, unsafe text.bytes.span.bytes, nextStart: offset)
        swap(&tallier.names, &hits.names)
        swap(&tallier.marks, &hits.marks)
        guard hits.scanner.lessons != lessons else { continue }
        lessons = hits.scanner.lessons
        // The lines before those that told the format are part of its records.
        if hits.scanner.memory.isPairing { return tallyJoined() }
        if cutsAtChanges, hits.scanner.memory.isChanged(from: known) {
          rest = lines.rest(from: offset, part: index, readWith: hits.scanner.memory)
          break
        }
        known = hits.scanner.memory
        tallier.mayChange = known.mayChange
        tallier.chunk.lines.record(known, from: offset)
      }
      tallier.examine(unsafe text.bytes.span.bytes, readWith: known)
      if rest != nil { break }
      if part.continues { continue }
      tallier.reading.lostPairs = part.joined?.lost ?? 0
      tallier.endPart(readWith: part.joined?.memory ?? hits.scanner.memory)
    }
    if let rest {
      tallier.endPart(readWith: rest.memory)
      tallier.chunk.change = ChunkTally.FormatChange(
        memory: rest.memory.frozen, former: known.frozen)
      tallier.chunk.lines.truncate(to: offset)
    }
    tallier.endRun(block.span, 0, unsafe text.bytes.span.bytes)
    tallier.endStep()
    cache.sizes = tallier.emptyTally
    cache.made = hits.takeMade()
    tallier.chunk.groupNames = hits.marks.names
    tallier.chunk.selections = counting.selections
    return (tallier.chunk, rest.flatMap { $0.bytes.isEmpty ? nil : $0 })
  }
}

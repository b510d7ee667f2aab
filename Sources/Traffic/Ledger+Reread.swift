package import AccessLog

extension Ledger {
  /// Takes back lines that were read with a memory with which they are no hits, since they are read
  /// again in another format.
  package mutating func takeBack(_ tail: MalformedTails.Tail, readWith memory: SourceMemory) {
    let read = tail.counts
    timeline.takeBack(malformed: read.malformed)
    if counting.findsFaults { unsafe faults.takeBack(tail.malformed.span.bytes, readWith: memory) }
    guard tail.origin == .live else { return }
    totalCounts.takeBack(read)
    // What was reported meanwhile is not changed.
    counts.takeBack(read)
    if totalCounts.malformed == 0 { malformedExample = nil }
  }
}

extension LineCounts {
  /// Takes back lines, as many of each kind as there are.
  fileprivate mutating func takeBack(_ read: LineCounts) {
    lines = max(0, lines - read.lines)
    malformed = max(0, malformed - read.malformed)
    comments = max(0, comments - read.comments)
  }
}

import AccessLog

/// What a worker keeps of one chunk for the next, which decides nothing but speed.
///
/// Tables that begin small are copied as they grow, and names that were made of fields are made again:
/// both took a tenth of a replay that counts by paths or user agents.
package struct WorkerCache: Sendable {
  /// A tally of nothing, with tables as large as the largest that those of runs had.
  var sizes: Tally?
  /// The names that were made of fields.
  var made: MadeNames?

  /// Knows nothing.
  package init() {}

  /// What the tally of the first run of a chunk begins as.
  func emptyTally(hashedWith scanner: LineScanner, _ counting: Counting) -> Tally {
    guard let sizes, sizes.keyMark == scanner.keyMark,
      sizes.counters.count == counting.groups.count
    else { return Tally(hashedWith: scanner) }
    return sizes
  }
}

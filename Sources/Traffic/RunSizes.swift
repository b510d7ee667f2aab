import AccessLog

/// How large the tables of a run are expected to be: as large as the largest of the runs before.
///
/// Tables that begin small are copied as they grow. One for each worker: it decides nothing but speed.
package struct RunSizes: Sendable {
  /// A tally of nothing, with tables of the sizes that those of runs had.
  var last: Tally?

  /// Expects nothing.
  package init() {}

  /// What the tally of the first run of a chunk begins as.
  func emptyTally(hashedWith scanner: LineScanner, _ counting: Counting) -> Tally {
    guard let last, last.keyMark == scanner.keyMark, last.counters.count == counting.groups.count
    else { return Tally(hashedWith: scanner) }
    return last
  }
}

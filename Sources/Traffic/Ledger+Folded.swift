import AccessLog

// Hits that were added up elsewhere: by the server whose lines they are, or by another process.
extension Ledger {
  /// Adds hits to their second, and counts those as late whose interval has ended.
  package mutating func addFolded(_ sums: SecondSums, to second: Int, as origin: Origin) {
    add(sums, to: second, as: origin)
    guard origin == .live, sums.all.hits > 0,
      timeline.hasEnded(timeline.timing.interval(of: second))
    else { return }
    var late = LineCounts()
    late.late = sums.all.hits
    count(late)
  }

  /// Counts lines that were read elsewhere.
  package mutating func countFolded(_ read: LineCounts) { count(read) }

  /// Says what an interval that has not ended adds up to so far, in place of what was said before.
  package mutating func setInterval(_ interval: Int, to tally: IntervalTally) {
    guard !timeline.hasEnded(interval) else { return }
    _ = timeline.intervals.take(interval)
    guard tally.live != nil || tally.context != nil || tally.unsettled != nil else { return }
    timeline.intervals.put(interval, tally)
  }

  /// What an interval that has not ended adds up to so far.
  package func tally(ofInterval interval: Int) -> IntervalTally? { timeline.intervals[interval] }

  /// Adds hits to the total that are in no interval to come.
  package mutating func addToTotal(_ tally: Tally) {
    total.merge(tally.grouped(byFirst: groupsOfTotals))
    total.capacity = .whole
  }

  /// Takes the late hits that were added since the last call, of books that report nothing.
  package mutating func takeLate() -> Tally? {
    guard total.hits > 0 else { return nil }
    defer { total = Tally() }
    return total
  }

  /// Takes what was added to seconds since the last call; the books need a journal.
  package mutating func takeAdded() -> [(second: Int, sums: SecondSums)] {
    forgetCorrections()
    return timeline.journal?.takeAdded() ?? []
  }

  /// Takes the lines that were counted since the last call.
  package mutating func takeCounts() -> LineCounts {
    defer { counts = LineCounts() }
    return counts
  }
}

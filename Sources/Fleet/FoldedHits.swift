package import Traffic

/// What the hits of one second add up to that were read while the stream clock of their server showed
/// another.
package struct FoldedHits: Sendable, Equatable {
  /// What the clock showed once the hits had moved it, in seconds since the epoch.
  package var clock: Int
  /// The second that the hits belong to.
  package var second: Int
  package var sums: SecondSums
  /// Whether they were there before the start: they fill windows, and are in no total.
  package var origin: Origin

  package init(clock: Int, second: Int, sums: SecondSums, origin: Origin = .live) {
    self.clock = clock
    self.second = second
    self.sums = sums
    self.origin = origin
  }
}

/// The lines that were read while the stream clock of their server showed one second.
package struct FoldedLines: Sendable, Equatable {
  package var clock: Int
  package var counts: LineCounts

  package init(clock: Int, counts: LineCounts) {
    self.clock = clock
    self.counts = counts
  }
}

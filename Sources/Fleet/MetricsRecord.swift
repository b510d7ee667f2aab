package import Query
package import Traffic

/// The whole state of one interval of a server at one origin: all that a reader of a fleet knows of it.
///
/// A later revision of the same origin, server and interval replaces an earlier one, and a reader adds up
/// origins. So records that are repeated do no harm. Times are seconds since the epoch by the clock of the
/// log; an interval has what was read while the clock was in it, and the tally of the hits whose second
/// lies in it.
package struct MetricsRecord: Sendable {
  /// Which interval of whom a record is the state of.
  package struct Key: Hashable, Sendable {
    package var origin: [UInt8]
    package var server: [UInt8]
    /// The number of the interval since the epoch.
    package var interval: Int
  }

  /// Who added up the hits: a partition, or a fold that reads files.
  package var origin: [UInt8]
  /// The machine that wrote the lines.
  package var server: [UInt8]
  package var interval: Int
  package var timing: Timing
  package var revision: Int
  /// The stream clock of the server at the origin: no later hit of a second before it less the lateness is
  /// in time.
  package var clock: Int
  /// What the sender's wall clock showed; `nil` where there is none to compare with.
  package var wall: Int?
  /// What was read while the clock was in the interval, in the order in which the clock moved.
  package var hits: [FoldedHits] = []
  package var lines: [FoldedLines] = []
  /// The hits whose second lies in the interval and that were read before it ended; `nil` in a record that
  /// leaves them out for now, to be short.
  package var tally: IntervalTally?
  /// Hits of intervals that had ended, read while the clock was in this one.
  package var late: Tally?
  /// What ``hits`` are added up by beside all of them: what the rules of the reader need.
  package var selections: [Selection] = []
  /// The names of the groups of selections, by their hashes.
  package var groupNames = HashedNames()
  /// What tallies are grouped by beside sections.
  package var dimensions: [Dimension] = []
  /// The selections that the reader asked for and the record does not have.
  package var missing: [Selection] = []
  /// The dimensions that the reader groups hits by and the record does not: there all hits are of other groups.
  package var missingDimensions: [Dimension] = []

  package init(
    origin: [UInt8], server: [UInt8], interval: Int, timing: Timing, revision: Int, clock: Int
  ) {
    self.origin = origin
    self.server = server
    self.interval = interval
    self.timing = timing
    self.revision = revision
    self.clock = clock
  }

  package var key: Key { Key(origin: origin, server: server, interval: interval) }

  /// The first second of the interval.
  package var start: Int { timing.start(ofInterval: interval) }

  /// Whether no more hits can be in time for the interval.
  package var isFinal: Bool { interval < timing.firstOpenInterval(at: clock) }

  /// Numbers what is in selections by another list of them.
  package mutating func number(by others: [Selection]) {
    guard selections != others else { return }
    let change = SelectionChange(from: selections, to: others)
    for index in hits.indices { change.apply(to: &hits[index].sums) }
    missing = others.filter { !selections.contains($0) || missing.contains($0) }
    selections = others
  }
}

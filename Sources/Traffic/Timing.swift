import AccessLog

/// The spans that hits are added up over, in whole seconds.
package struct Timing: Hashable, Sendable {
  /// How far ahead of the stream clock a hit may be, in seconds, before it is held until the next hit
  /// shows which of the two is wrong.
  package static let longestJump = 3_600

  /// How many intervals the lateness may span: each is kept until it has closed.
  package static let mostIntervalsLate = 60

  /// The shortest interval, in seconds, for a lateness.
  package static func leastInterval(forLateness seconds: Int) -> Int {
    max(1, (seconds + mostIntervalsLate - 1) / mostIntervalsLate)
  }

  /// The span of an interval; at least 1.
  package var intervalSeconds: Int
  /// How far behind the stream clock a line may be and still count in its second's verdict.
  package var latenessSeconds: Int

  package init(intervalSeconds: Int = 10, latenessSeconds: Int = 2) {
    self.intervalSeconds = intervalSeconds
    self.latenessSeconds = latenessSeconds
  }

  /// The number of the interval that a second lies in, counted from the epoch.
  @inline(__always)
  package func interval(of second: Int) -> Int {
    second.flooredQuotient(by: intervalSeconds)
  }

  /// The first second of an interval.
  package func start(ofInterval interval: Int) -> Int {
    interval * intervalSeconds
  }

  /// How many intervals may be open at a time: the one under way, and those that a line within the
  /// lateness can still belong to.
  package var mostOpenIntervals: Int {
    1 + (latenessSeconds + intervalSeconds - 1) / intervalSeconds
  }

  /// Whether so many intervals may be open at a time that they share what sections a tally may keep.
  var sharesNameCapacity: Bool { mostOpenIntervals > OpenIntervals.wholeCount }

  /// Whether tallies may leave networks out; not where what one of them keeps depends on how many
  /// names others have.
  var leavesNetworksOut: Bool { !sharesNameCapacity }

  /// The last second that has closed when the stream clock shows `clock`.
  package func lastClosed(at clock: Int) -> Int {
    clock - 1 - latenessSeconds
  }

  /// The first interval whose last second has not closed when the stream clock shows `clock`.
  @inline(__always)
  package func firstOpenInterval(at clock: Int) -> Int {
    (clock - latenessSeconds).flooredQuotient(by: intervalSeconds)
  }
}

package import AccessLog
package import Traffic

/// Carries the clock of a log on while no lines come.
///
/// It runs on from the line that moved the clock last. Where lines have come in several seconds since and none
/// of them moved it, that one was ahead of its time: the clock then stands still as long as lines come, until
/// one has passed it. Otherwise a single line would carry the clock ahead for good, and all that follow would
/// be late.
package struct CarriedClock: Sendable {
  /// What the clock showed, and from when on it runs.
  package typealias Base = (clock: Instant, uptime: Duration)

  /// In how many seconds lines have to come that do not move the clock.
  private static let provingSeconds = 5
  /// After how long without a line a clock runs on that stood still.
  private static let quiet = Duration.seconds(5)

  /// From where it runs on; `nil` before it runs.
  package private(set) var base: Base?
  /// In how many seconds lines have come since one moved the clock, and when the last of them did.
  private var behind: (seconds: Int, last: Duration) = (0, .zero)

  package init() {}

  /// Notes the hits of a chunk, after which the clock showed `clock`, and `before` before them.
  package mutating func note(
    _ chunk: ChunkTally, clock: Instant?, before: Instant?, at moment: Moment
  ) {
    guard chunk.hasHits, let clock else { return }
    guard let before, clock <= before else { return start(clock, at: moment.uptime) }
    if behind.seconds == 0 || moment.uptime.components.seconds != behind.last.components.seconds {
      behind.seconds += 1
    }
    behind.last = moment.uptime
    if behind.seconds >= CarriedClock.provingSeconds {
      base = (clock, moment.uptime + CarriedClock.quiet)
    }
  }

  /// Has it run on from a line that was read then.
  package mutating func start(_ clock: Instant, at uptime: Duration) {
    base = (clock, uptime)
    behind.seconds = 0
  }

  /// Begins to run with a clock that a line moved when the newest file was last written to.
  package mutating func start(_ clock: Instant?, modified: Instant?, at moment: Moment) {
    guard let clock else { return }
    let silence = max(0, moment.wallClock - (modified ?? moment.wallClock))
    start(clock, at: moment.uptime - .seconds(silence))
  }

  /// Has the time not pass that has passed since.
  package mutating func hold(_ clock: Instant?, at moment: Moment) {
    if let clock { start(clock, at: moment.uptime) }
  }

  /// What the clock shows by now if no line has moved it further; `nil` before it runs.
  package func clock(at moment: Moment) -> Instant? {
    base.map { $0.clock + max(0, Int((moment.uptime - $0.uptime).components.seconds)) }
  }
}

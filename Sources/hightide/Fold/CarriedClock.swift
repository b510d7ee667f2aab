import AccessLog
import Pipeline
import Traffic

/// Carries the clock of a log on while no lines come.
struct CarriedClock {
  /// What the clock showed when a line last moved it.
  private var lastAdvance: (clock: Int, uptime: Duration)?

  /// Notes that lines have been read, which may have moved the clock.
  mutating func note(_ clock: Int?, before: Int?, at moment: Moment) {
    if let clock, clock > before ?? .min { lastAdvance = (clock, moment.uptime) }
  }

  /// Begins to run with a clock that a line moved when the newest file was last written to.
  mutating func start(_ clock: Int?, modified: Instant?, at moment: Moment) {
    guard let clock else { return }
    let silence = max(0, moment.wallClock - (modified ?? moment.wallClock))
    lastAdvance = (clock, moment.uptime - .seconds(silence))
  }

  /// Has the time not pass that has passed since.
  mutating func hold(_ clock: Int?, at moment: Moment) {
    if let clock { lastAdvance = (clock, moment.uptime) }
  }

  /// What the clock shows by now; `nil` before it runs.
  func clock(at moment: Moment) -> Int? {
    lastAdvance.map { $0.clock + Int((moment.uptime - $0.uptime).components.seconds) }
  }
}

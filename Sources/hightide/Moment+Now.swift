import AccessLog
import Pipeline
import System
import Traffic

extension Moment {
  /// What the clocks of the machine show.
  static var now: Moment {
    Moment(
      wallClock: Instant(Int(MachineClock.wall.components.seconds)), uptime: MachineClock.uptime)
  }

  /// How long until the seconds of the wall clock are a multiple of `span`, which is at most 1 s.
  static func untilNext(_ span: Duration) -> Duration {
    let nanoseconds = MachineClock.wall.components.attoseconds / 1_000_000_000
    let length = Int64((span / .nanoseconds(1)).rounded())
    return .nanoseconds(length - nanoseconds % length)
  }
}

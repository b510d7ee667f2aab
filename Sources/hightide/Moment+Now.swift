import AccessLog
private import Glibc
import Pipeline
private import SwiftOverlayShims
import Traffic

extension Moment {
  /// What the clocks of the machine show; `clock_gettime(2)` with `CLOCK_REALTIME` and
  /// `CLOCK_BOOTTIME`, which goes on while the machine sleeps.
  static var now: Moment {
    var wall = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &wall)
    var boot = timespec()
    unsafe clock_gettime(CLOCK_BOOTTIME, &boot)
    return Moment(
      wallClock: Instant(wall.tv_sec),
      uptime: .seconds(boot.tv_sec) + .nanoseconds(boot.tv_nsec))
  }

  /// How long until the seconds of the wall clock are a multiple of `span`, which is at most 1 s.
  static func untilNext(_ span: Duration) -> Duration {
    var wall = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &wall)
    let length = (span / .nanoseconds(1)).rounded()
    return .nanoseconds(Int(length) - wall.tv_nsec % Int(length))
  }
}

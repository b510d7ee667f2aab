private import Glibc
private import SwiftOverlayShims

/// The clocks of the machine; `clock_gettime(2)`.
package enum MachineClock {
  /// What the wall clock shows since the epoch; it may be set, and jump.
  package static var wall: Duration { read(CLOCK_REALTIME) }

  /// Since the machine started, the time that it slept included; it never jumps.
  package static var uptime: Duration { read(CLOCK_BOOTTIME) }

  /// Milliseconds since some fixed moment, without the time that the machine slept.
  package static var milliseconds: Int64 {
    let now = read(CLOCK_MONOTONIC).components
    return now.seconds * 1000 + now.attoseconds / 1_000_000_000_000_000
  }

  private static func read(_ clock: Int32) -> Duration {
    var now = timespec()
    unsafe clock_gettime(clock, &now)
    return .seconds(now.tv_sec) + .nanoseconds(now.tv_nsec)
  }
}

private import Glibc
private import SwiftOverlayShims

/// The clock that nobody sets.
enum MonotonicClock {
  /// Milliseconds since some fixed moment.
  static var milliseconds: Int64 {
    var now = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &now)
    return Int64(now.tv_sec) * 1000 + Int64(now.tv_nsec) / 1_000_000
  }
}

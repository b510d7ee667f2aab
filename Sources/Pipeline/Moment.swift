package import Traffic

/// A moment on the two clocks of the machine.
package struct Moment: Hashable, Sendable {
  /// What the wall clock shows; it may be set, and jump.
  package var wallClock: Instant
  /// Since the machine started, the time that it slept included; it never jumps.
  package var uptime: Duration

  package init(wallClock: Instant, uptime: Duration) {
    self.wallClock = wallClock
    self.uptime = uptime
  }
}

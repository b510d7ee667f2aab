package import AccessLog
import System

/// What a courier goes by.
package struct CourierClock: Sendable {
  package var wall: @Sendable () -> Instant
  /// Since the machine started.
  package var uptime: @Sendable () -> Duration
  /// From 0 up to 1.
  package var chance: @Sendable () -> Double

  package init(
    wall: @escaping @Sendable () -> Instant, uptime: @escaping @Sendable () -> Duration,
    chance: @escaping @Sendable () -> Double
  ) {
    self.wall = wall
    self.uptime = uptime
    self.chance = chance
  }

  /// The clocks of the machine.
  package static let machine = CourierClock(
    wall: { Instant(Int(MachineClock.wall.components.seconds)) }, uptime: { MachineClock.uptime },
    chance: { .random(in: 0..<1) })
}

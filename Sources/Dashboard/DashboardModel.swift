package import AccessLog
package import Alerting
package import Traffic

/// All that the screen is drawn from, but for what its user chose.
package struct DashboardModel: Sendable, Equatable {
  package var snapshot: Snapshot
  package var board: AlertBoard
  package var source: SourceStatus
  /// The wall clock, to the second.
  package var wallClock: Instant
  /// The clock that times are shown by.
  package var zone: Zone

  package init(
    snapshot: Snapshot, board: AlertBoard, source: SourceStatus, wallClock: Instant, zone: Zone
  ) {
    self.snapshot = snapshot
    self.board = board
    self.source = source
    self.wallClock = wallClock
    self.zone = zone
  }
}

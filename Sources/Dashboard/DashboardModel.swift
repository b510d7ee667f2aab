package import AccessLog
package import Alerting
package import Query
package import Traffic

/// All that the screen is drawn from, except its user's choices.
package struct DashboardModel: Sendable, Equatable {
  package var snapshot: Snapshot
  package var board: AlertBoard
  /// The rule that the header and the graph show, and that the keys change.
  package var rule: RuleName
  package var source: SourceStatus
  /// The wall clock, to the second.
  package var wallClock: Instant
  /// The time zone of the times on the screen.
  package var zone: Zone
  /// Which hits are counted, as it was entered; `nil` for all.
  package var filter: String?
  /// What is known of the traffic that the filter of the screen chooses, while there is one.
  package var filtered: FilteredModel?
  /// The same of the group that is open.
  package var group: FilteredModel?
  /// The lines that are looked at, once they are known.
  package var lines: LineView?
  /// What is to be said of servers beside their traffic.
  package var servers: [ServerNote] = []
  /// How sections are cut.
  package var sections = SectionRule.standard
  /// What the channels were told, oldest first.
  package var deliveries: [DeliveryEntry] = []
  /// Whether the threshold is the default, which no option or setting has replaced.
  package var usesDefaultThreshold = false

  package init(
    snapshot: Snapshot, board: AlertBoard, rule: RuleName = .highTraffic, source: SourceStatus,
    wallClock: Instant, zone: Zone, filter: String? = nil
  ) {
    self.snapshot = snapshot
    self.board = board
    self.rule = rule
    self.source = source
    self.wallClock = wallClock
    self.zone = zone
    self.filter = filter
  }

  /// How the rule of the header stands; the first one if it is not there.
  package var status: RuleStatus {
    get {
      board.rules.first { $0.rule.name == rule } ?? board.rules.first
        ?? RuleStatus(rule: AlertRule(), reading: Reading(hits: 0, value: nil))
    }
    set { board[rule] = newValue }
  }
}

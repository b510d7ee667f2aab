import Alerting

/// Which notices a channel wants.
package struct Subscription: Sendable, Hashable {
  package var states: Set<Notice.State> = [.triggered, .recovered]
  /// This and above.
  package var severity = Severity.info
  /// After how long a trigger is told again, as long as it has not recovered; `nil` for never.
  package var repeatAfter: Duration?

  package init() {}

  func wants(_ notice: Notice) -> Bool {
    notice.severity >= severity && states.contains(notice.state)
  }
}

import Traffic

/// The window of one group of a rule, or of all its hits, and what is made of it.
struct RuleGroup: Sendable {
  var window: RuleWindow
  var monitor: AlertMonitor
  /// The first second that is counted in the windows.
  ///
  /// Later than the first of the log if the group was forgotten and came again.
  var since = Int.min

  init(_ rule: AlertRule) {
    window = RuleWindow(of: rule)
    monitor = AlertMonitor(rule: rule)
  }

  /// Whether it is ok, and was at the last second.
  var isIdle: Bool { monitor.underWay == nil && monitor.holdsSince == nil }
}

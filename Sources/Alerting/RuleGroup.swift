import Traffic

/// The window of one group of a rule, or of all its hits, and what is made of it.
struct RuleGroup: Sendable {
  var window: RuleWindow
  var monitor: AlertMonitor

  init(_ rule: AlertRule) {
    window = RuleWindow(hasBase: rule.againstSeconds != nil)
    monitor = AlertMonitor(rule: rule)
  }
}

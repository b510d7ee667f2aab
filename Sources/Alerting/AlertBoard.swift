/// What a screen shows of a rule: its state and its history.
package struct AlertBoard: Sendable, Equatable {
  package var rule: AlertRule
  /// The trigger that has not recovered; `nil` while all is well.
  package var underWay: AlertTransition?
  /// Every transition, oldest first.
  package var history: [AlertTransition]

  package init(rule: AlertRule, underWay: AlertTransition? = nil, history: [AlertTransition] = []) {
    self.rule = rule
    self.underWay = underWay
    self.history = history
  }
}

package import Traffic

/// What a screen shows of a rule: its state and its history.
package struct AlertBoard: Sendable, Equatable {
  package var rule: AlertRule
  /// The trigger that has not recovered, its peak kept up to date; `nil` while all is well.
  package var underWay: AlertTransition?
  /// Every event, oldest first.
  package var history: [AlertEvent]

  package init(rule: AlertRule, underWay: AlertTransition? = nil, history: [AlertEvent] = []) {
    self.rule = rule
    self.underWay = underWay
    self.history = history
  }
}

/// An entry of the alert history.
package enum AlertEvent: Hashable, Sendable {
  case transition(AlertTransition)
  case thresholdChange(ThresholdChange)
}

/// A threshold that was changed while the program ran, in hits per second.
package struct ThresholdChange: Hashable, Sendable {
  /// The stream clock then; `nil` before the first line.
  package var time: Instant?
  package var old: Double
  package var new: Double

  package init(time: Instant?, old: Double, new: Double) {
    self.time = time
    self.old = old
    self.new = new
  }
}

package import Traffic

/// An entry of the alert history.
package enum AlertEvent: Hashable, Sendable {
  case transition(AlertTransition)
  case thresholdChange(ThresholdChange)

  /// The rule that it is about.
  package var rule: RuleName {
    switch self {
    case .transition(let transition): transition.rule.name
    case .thresholdChange(let change): change.rule
    }
  }
}

/// A threshold that was changed while the program ran, in the unit of the rule's measure.
package struct ThresholdChange: Hashable, Sendable {
  package var rule: RuleName
  /// What the rule measured then.
  package var measure: Measure
  /// The stream clock then; `nil` before the first line.
  package var time: Instant?
  package var old: Double
  package var new: Double

  package init(
    rule: RuleName = .highTraffic, measure: Measure = .rate, time: Instant?, old: Double,
    new: Double
  ) {
    self.rule = rule
    self.measure = measure
    self.time = time
    self.old = old
    self.new = new
  }
}

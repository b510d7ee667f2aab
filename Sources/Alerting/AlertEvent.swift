package import Traffic

/// An entry of the alert history.
package enum AlertEvent: Hashable, Sendable {
  case transition(AlertTransition)
  case thresholdChange(ThresholdChange)

  /// The name of the group that it is about; `nil` where there is none.
  package var group: [UInt8]? {
    if case .transition(let transition) = self { transition.group } else { nil }
  }

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

  /// The seconds of the stream clock within which changes are one.
  private static let joinedSeconds = 60

  /// Both changes as one, if `next` follows within a minute and is of the same rule: each press of a
  /// key is a change.
  func joined(with next: ThresholdChange) -> ThresholdChange? {
    guard next.rule == rule, next.measure == measure else { return nil }
    switch (time, next.time) {
    case (nil, nil): break
    case (let first?, let second?)
    where second.seconds(since: first) <= ThresholdChange.joinedSeconds: break
    default: return nil
    }
    var joined = next
    joined.old = old
    return joined
  }
}

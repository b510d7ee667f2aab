package import AccessLog
import Traffic

/// Judges one rule, second by second.
package struct AlertMonitor: Sendable {
  package internal(set) var rule: AlertRule
  /// The name of the group that is judged; `nil` where all hits are.
  var group: [UInt8]?
  /// The trigger that has not recovered, its peak kept up to date; `nil` while all is well.
  package internal(set) var underWay: AlertTransition?
  /// The first second of those in a row at which the condition held, or, while an alert is under way,
  /// the recovery; `nil` if it did not at the last one.
  package internal(set) var holdsSince: Instant?

  /// Whether the state follows from what was read.
  ///
  /// It does not while windows were left out that might have triggered, and none that recovers has been
  /// judged since.
  var isCertain = true

  /// Whether a source of lines cannot be read: then hits may be missing, and nothing recovers.
  var lacksData = false

  package init(rule: AlertRule) {
    self.rule = rule
  }

  /// Whether it is ok, and was at the last second.
  var isIdle: Bool { underWay == nil && holdsSince == nil }

  /// Whether the condition holds, and not yet for as long as the rule wants.
  package var isPending: Bool { underWay == nil && holdsSince != nil }

  /// The second at which the rule triggers or recovers if nothing changes but the time.
  var due: Instant? {
    holdsSince.map { $0 + (underWay == nil ? rule.forSeconds : rule.keepSeconds) }
  }

  /// Judges the window that ends with `second`, and returns the transition if there is one.
  ///
  /// A value above the threshold triggers, one below the recovery's recovers, or the other way round
  /// for a rule with `below`; equality changes nothing.
  package mutating func judge(_ reading: Reading, endingAt second: Instant) -> AlertTransition? {
    // A transition is large: it is not copied for each second.
    guard case .some = underWay else { return judgeCondition(reading, endingAt: second) }
    // Hits that were late may have raised the window since it was judged last.
    if let value = reading.value, reading.hits >= rule.minimumHits, let peak = underWay?.peak {
      underWay?.peak = rule.worse(peak, value)
    }
    guard rule.isRecovered(by: reading), !lacksData else {
      holdsSince = nil
      return nil
    }
    let since = holdsSince ?? second
    holdsSince = since
    guard second - since >= rule.keepSeconds, let trigger = underWay.take() else { return nil }
    holdsSince = nil
    isCertain = true
    var transition = AlertTransition(
      rule: rule, state: .recovered, time: second, reading: reading, triggerTime: trigger.time,
      peak: trigger.peak)
    transition.group = group
    transition.beganBefore = trigger.beganBefore
    return transition
  }

  private mutating func judgeCondition(
    _ reading: Reading, endingAt second: Instant
  ) -> AlertTransition? {
    guard rule.isBreached(by: reading) else {
      holdsSince = nil
      if rule.isRecovered(by: reading) { isCertain = true }
      return nil
    }
    let since = holdsSince ?? second
    holdsSince = since
    guard second - since >= rule.forSeconds else { return nil }
    var transition = AlertTransition(
      rule: rule, state: .triggered, time: second, reading: reading)
    transition.group = group
    transition.lacksData = lacksData
    transition.beganBefore = !isCertain
    isCertain = true
    underWay = transition
    holdsSince = nil
    return transition
  }
}

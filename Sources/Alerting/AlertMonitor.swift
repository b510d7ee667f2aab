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

  /// Where it stands.
  private var phase: AlertPhase {
    // A transition is large: it is not copied for each second.
    if case .some = underWay {
      AlertPhase(isUnderWay: true, holdsSince: holdsSince)
    } else {
      AlertPhase(holdsSince: holdsSince)
    }
  }

  /// Whether it is ok, and was at the last second.
  var isIdle: Bool { phase.isIdle }

  /// Whether the condition holds, and not yet for as long as the rule wants.
  package var isPending: Bool { underWay == nil && holdsSince != nil }

  /// The second at which the rule triggers or recovers if nothing changes but the time.
  var due: Instant? { phase.due(rule) }

  /// Judges the window that ends with `second`, and returns the transition if there is one.
  ///
  /// A value above the threshold triggers, one below the recovery's recovers, or the other way round
  /// for a rule with `below`; equality changes nothing.
  package mutating func judge(_ reading: Reading, endingAt second: Instant) -> AlertTransition? {
    var phase = phase
    // Hits that were late may have raised the window since it was judged last.
    if phase.isUnderWay, let value = reading.value, reading.hits >= rule.minimumHits,
      let peak = underWay?.peak
    {
      underWay?.peak = rule.worse(peak, value)
    }
    let happened = phase.judge(
      reading, by: rule, threshold: rule.threshold, lacksData: lacksData, endingAt: second)
    holdsSince = phase.holdsSince
    switch happened {
    case .triggered: return trigger(reading, at: second)
    case .recovered: return underWay.take().map { recovery(from: $0, reading, at: second) }
    case nil:
      if phase.isIdle, rule.isRecovered(by: reading) { isCertain = true }
      return nil
    }
  }

  private mutating func trigger(_ reading: Reading, at second: Instant) -> AlertTransition {
    var transition = AlertTransition(
      rule: rule, state: .triggered, time: second, reading: reading)
    transition.group = group
    transition.lacksData = lacksData
    transition.beganBefore = !isCertain
    isCertain = true
    underWay = transition
    return transition
  }

  private mutating func recovery(
    from trigger: AlertTransition, _ reading: Reading, at second: Instant
  ) -> AlertTransition {
    isCertain = true
    var transition = AlertTransition(
      rule: rule, state: .recovered, time: second, reading: reading, triggerTime: trigger.time,
      peak: trigger.peak)
    transition.group = group
    transition.beganBefore = trigger.beganBefore
    return transition
  }
}

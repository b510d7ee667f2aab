package import Traffic

/// Judges one rule, second by second.
package struct AlertMonitor: Sendable {
  package internal(set) var rule: AlertRule
  /// The trigger that has not recovered, its peak kept up to date; `nil` while all is well.
  package internal(set) var underWay: AlertTransition?

  /// Whether the state follows from what was read.
  ///
  /// It does not while windows were left out that might have triggered, and none that recovers has been
  /// judged since.
  var isCertain = true

  package init(rule: AlertRule) {
    self.rule = rule
  }

  /// Judges the window that ends with `second`, and returns the transition if there is one.
  ///
  /// A value above the threshold triggers, one below the recovery's recovers; equality changes
  /// nothing.
  package mutating func judge(_ reading: Reading, endingAt second: Instant) -> AlertTransition? {
    guard let trigger = underWay else {
      guard rule.isBreached(by: reading) else {
        if rule.isRecovered(by: reading) { isCertain = true }
        return nil
      }
      var transition = AlertTransition(
        rule: rule, state: .triggered, time: second, reading: reading)
      transition.beganBefore = !isCertain
      isCertain = true
      underWay = transition
      return transition
    }
    // Hits that were late may have raised the window since it was judged last.
    var peak = trigger.peak
    if let value = reading.value, value > peak, reading.hits >= rule.minimumHits {
      peak = value
      underWay?.peak = value
    }
    guard rule.isRecovered(by: reading) else { return nil }
    underWay = nil
    var transition = AlertTransition(
      rule: rule, state: .recovered, time: second, reading: reading, triggerTime: trigger.time,
      peak: peak)
    transition.beganBefore = trigger.beganBefore
    return transition
  }
}

package import Traffic

/// Judges one rule, second by second, and keeps its history.
package struct AlertMonitor: Sendable {
  /// The oldest events are forgotten beyond this many: about 2 MB.
  package static let maximumHistory = 20_000

  /// The rule, its state and its history.
  package internal(set) var board: AlertBoard

  package init(rule: AlertRule) {
    board = AlertBoard(rule: rule)
  }

  /// Judges the window that ends with `second`, and returns the transition if there is one.
  ///
  /// An average above the threshold triggers, one below it recovers; equality changes nothing.
  package mutating func judge(hits: Int, endingAt second: Instant) -> AlertTransition? {
    let rule = board.rule
    let average = Double(hits) / Double(rule.windowSeconds)
    guard let trigger = board.underWay else {
      guard average > rule.threshold else { return nil }
      let transition = AlertTransition(rule: rule, state: .triggered, time: second, hits: hits)
      board.underWay = transition
      record(.transition(transition))
      return transition
    }
    // Hits that were late may have raised the window since it was judged last.
    let peakHits = max(trigger.peakHits, hits)
    board.underWay?.peakHits = peakHits
    guard average < rule.threshold else { return nil }
    let transition = AlertTransition(
      rule: rule, state: .recovered, time: second, hits: hits, triggerTime: trigger.time,
      peakHits: peakHits)
    board.underWay = nil
    record(.transition(transition))
    return transition
  }

  /// Changes the threshold, in hits per second, and judges the last settled second again, if any
  /// has settled.
  ///
  /// The stream clock is for the history.
  package mutating func setThreshold(
    _ threshold: Double, hits: Int, endingAt second: Instant?, clock: Instant?
  ) -> AlertTransition? {
    guard threshold != board.rule.threshold else { return nil }
    let change = ThresholdChange(time: clock, old: board.rule.threshold, new: threshold)
    record(.thresholdChange(change))
    board.rule.threshold = threshold
    return second.flatMap { judge(hits: hits, endingAt: $0) }
  }

  private mutating func record(_ event: AlertEvent) {
    board.history.append(event)
    if board.history.count > AlertMonitor.maximumHistory { board.history.removeFirst() }
  }
}

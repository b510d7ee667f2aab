package import Traffic

/// Judges one rule, second by second, and keeps its history.
package struct AlertMonitor: Sendable {
  /// The oldest events are forgotten beyond this many: about 2 MB.
  package static let maximumHistory = 20_000

  /// The rule, its state and its history.
  package private(set) var board: AlertBoard
  private var lastJudged: (hits: Int, second: Instant)?

  package init(rule: AlertRule) {
    board = AlertBoard(rule: rule)
  }

  /// Judges the window that ends with `second`, and returns the transition if there is one.
  ///
  /// An average above the threshold triggers, one below it recovers; equality changes nothing.
  package mutating func judge(hits: Int, endingAt second: Instant) -> AlertTransition? {
    lastJudged = (hits, second)
    let rule = board.rule
    let average = Double(hits) / Double(rule.windowSeconds)
    guard let trigger = board.underWay else {
      guard average > rule.threshold else { return nil }
      let transition = AlertTransition(rule: rule, state: .triggered, time: second, hits: hits)
      board.underWay = transition
      record(.transition(transition))
      return transition
    }
    board.underWay?.peakHits = max(trigger.peakHits, hits)
    guard average < rule.threshold else { return nil }
    let transition = AlertTransition(
      rule: rule, state: .recovered, time: second, hits: hits, triggerTime: trigger.time,
      peakHits: trigger.peakHits)
    board.underWay = nil
    record(.transition(transition))
    return transition
  }

  /// Changes the threshold, in hits per second, and judges the last settled second again.
  ///
  /// - Parameter clock: The stream clock, for the history.
  package mutating func setThreshold(_ threshold: Double, at clock: Instant?) -> AlertTransition? {
    guard threshold != board.rule.threshold else { return nil }
    record(
      .thresholdChange(
        ThresholdChange(time: clock, old: board.rule.threshold, new: threshold)))
    board.rule.threshold = threshold
    guard let lastJudged else { return nil }
    return judge(hits: lastJudged.hits, endingAt: lastJudged.second)
  }

  private mutating func record(_ event: AlertEvent) {
    board.history.append(event)
    if board.history.count > AlertMonitor.maximumHistory { board.history.removeFirst() }
  }
}

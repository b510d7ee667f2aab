import AccessLog
import Traffic

/// Where an alert stands from second to second: ok, pending, under way or recovering.
struct AlertPhase: Hashable, Sendable {
  /// Whether it has triggered and not recovered.
  var isUnderWay = false
  /// The first second of those in a row at which the condition held, or, while an alert is under way,
  /// the recovery; `nil` if it did not at the last one.
  var holdsSince: Instant?

  /// Whether it is ok, and was at the last second.
  var isIdle: Bool { !isUnderWay && holdsSince == nil }

  /// The second at which a rule triggers or recovers if nothing changes but the time.
  func due(_ rule: AlertRule) -> Instant? {
    holdsSince.map { $0 + (isUnderWay ? rule.keepSeconds : rule.forSeconds) }
  }

  /// Judges the window that ends with `second` by a rule with a threshold, and returns what happened if
  /// anything did.
  ///
  /// A value above the threshold triggers, one below the recovery's recovers, or the other way round
  /// for a rule with `below`; equality changes nothing. Nothing recovers while data are lacking.
  mutating func judge(
    _ reading: Reading, by rule: AlertRule, threshold: Double, lacksData: Bool,
    endingAt second: Instant
  ) -> AlertTransition.State? {
    let holds =
      isUnderWay
      ? rule.isRecovered(by: reading, threshold: threshold) && !lacksData
      : rule.isBreached(by: reading, threshold: threshold)
    guard holds else {
      holdsSince = nil
      return nil
    }
    let since = holdsSince ?? second
    holdsSince = since
    guard second - since >= (isUnderWay ? rule.keepSeconds : rule.forSeconds) else { return nil }
    holdsSince = nil
    isUnderWay.toggle()
    return isUnderWay ? .triggered : .recovered
  }
}

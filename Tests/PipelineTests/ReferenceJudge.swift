import AccessLog
import Alerting
import Traffic

/// One rule, written down as plainly as possible: each second's window is added up from nothing.
struct ReferenceJudge {
  let rule: AlertRule
  var trigger: AlertTransition?

  init(_ rule: AlertRule) { self.rule = rule }

  mutating func judge(
    _ second: Int, hits: [Int: Int], errors: [Int: Int], newestHit: Int
  ) -> AlertTransition? {
    let start = second - rule.windowSeconds + 1
    // Most windows of a gap are behind the last hit: their sums need not be taken.
    let isEmpty = newestHit < start
    func sum(_ counts: [Int: Int]) -> Int {
      isEmpty ? 0 : (start...second).reduce(0) { $0 + (counts[$1] ?? 0) }
    }
    let all = sum(hits)
    var value: Double?
    switch rule.measure {
    case .rate: value = Double(all) / Double(rule.windowSeconds)
    case .share(.errors): if all > 0 { value = Double(sum(errors)) / Double(all) }
    case .share(.hits): if all > 0 { value = 1 }
    }
    let reading = Reading(hits: all, value: value)
    // What does not exist, or is of too few hits, is no reason to alert and one to recover.
    let counted = all < rule.minimumHits ? nil : value
    guard let begun = trigger else {
      guard let counted, counted > rule.threshold else { return nil }
      trigger = AlertTransition(
        rule: rule, state: .triggered, time: Instant(second), reading: reading)
      return trigger
    }
    let peak = max(begun.peak, counted ?? 0)
    trigger?.peak = peak
    if let counted, counted >= rule.recovery ?? rule.threshold { return nil }
    trigger = nil
    return AlertTransition(
      rule: rule, state: .recovered, time: Instant(second), reading: reading,
      triggerTime: begun.time, peak: peak)
  }
}

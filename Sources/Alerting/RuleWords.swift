import AccessLog
import Query
import Traffic

/// What a rule means, in words.
package struct RuleWords {
  private let rule: AlertRule

  package init(_ rule: AlertRule) { self.rule = rule }

  /// One sentence, without the name.
  package var sentence: String {
    var text = "triggers when \(measured)\(span) is \(side) \(limit(rule.threshold))"
    if rule.forSeconds > 0 { text += " for \(DurationText.text(rule.forSeconds))" }
    if rule.minimumHits > 0 { text += ", of at least \(rule.minimumHits) hits" }
    let other = rule.side == .above ? "below" : "above"
    text += "; recovers when it is \(other) \(limit(rule.recovery ?? rule.threshold))"
    if rule.keepSeconds > 0 { text += " for \(DurationText.text(rule.keepSeconds))" }
    if rule.minimumHits > 0 { text += ", or there are fewer hits" }
    return text
  }

  private var side: String { rule.side == .above ? "above" : "below" }

  private var span: String {
    rule.measure == .silence ? "" : " over \(DurationText.text(rule.windowSeconds))"
  }

  private var filter: String { rule.filter.map { " with \($0.text)" } ?? "" }

  private var hits: String { rule.filter == nil ? "all hits" : "hits\(filter)" }

  private var measured: String {
    let each = rule.group.map { " of each \($0.name)" } ?? ""
    return switch rule.measure {
    case .rate: "the rate of \(hits)\(each)"
    case .bytes: "the rate of response bytes of \(hits)\(each)"
    case .share(.errors): "the share of errors in \(hits)\(each)"
    case .share(.matching(let filter)): "the share of \(filter.text) in \(hits)\(each)"
    case .clients: "the number of clients of \(hits)\(each)"
    case .percentile(let percent, let value):
      "the \(percent)th percentile of the \(value == .bytes ? "response bytes" : "duration") of "
        + "\(hits)\(each)"
    case .malformed: "the share of malformed lines beside \(hits)"
    case .silence: "the time since the last hit\(filter)\(each)"
    }
  }

  private func limit(_ threshold: Double) -> String {
    guard let against = rule.againstSeconds else {
      return rule.measure.definition.unit.text(threshold)
    }
    return "\(MeasureUnit.count.text(threshold)) times that of the "
      + "\(DurationText.text(against)) before"
  }

  /// What is odd about the rule: that it cannot trigger, or recover, or will flap.
  package var warnings: [String] {
    [cannotTrigger, cannotRecover, flaps, isSilent].compactMap(\.self)
  }

  private var isSilent: String? {
    rule.silencedUntil.map { "is silenced: nothing of it is told before \(Zone.utc.iso8601($0))" }
  }

  private var isShare: Bool {
    switch rule.measure {
    case .share, .malformed: true
    default: false
    }
  }

  /// The greatest value that the measure can have.
  private var most: Double? {
    guard rule.againstSeconds == nil else { return nil }
    return isShare ? 1 : nil
  }

  private var cannotTrigger: String? {
    if rule.side == .below, rule.threshold <= 0 {
      return "cannot trigger: nothing is below \(limit(rule.threshold))"
    }
    if rule.side == .above, let most, rule.threshold >= most {
      return "cannot trigger: nothing is above \(limit(most))"
    }
    guard rule.side == .below, rule.measure == .rate, rule.againstSeconds == nil,
      Double(rule.minimumHits) >= rule.threshold * Double(rule.windowSeconds), rule.minimumHits > 0
    else { return nil }
    return "cannot trigger: \(rule.minimumHits) hits over \(DurationText.text(rule.windowSeconds)) "
      + "are not below \(limit(rule.threshold))"
  }

  private var cannotRecover: String? {
    let recovery = rule.recovery ?? rule.threshold
    // A share or a percentile of nothing does not exist, and recovers.
    let always: Bool =
      switch rule.measure {
      case .rate, .bytes, .clients, .silence: rule.minimumHits == 0
      default: false
      }
    if rule.side == .above, recovery <= 0 {
      return always
        ? "cannot recover: nothing is below \(limit(recovery))"
        : "recovers only when there is nothing to measure: nothing is below \(limit(recovery))"
    }
    guard rule.side == .below, let most, recovery >= most else { return nil }
    return "recovers only when there is nothing to measure: nothing is above \(limit(most))"
  }

  private var flaps: String? {
    guard let recovery = rule.recovery else { return nil }
    guard rule.side == .above ? recovery > rule.threshold : recovery < rule.threshold else {
      return nil
    }
    return "may flap: it recovers at \(limit(recovery)) although the condition holds there"
  }
}

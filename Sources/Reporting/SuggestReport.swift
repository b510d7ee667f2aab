package import Alerting

/// Proposes thresholds: those with which rules would have triggered never, once and five times.
package struct SuggestReport: Sendable {
  private let rules: [AlertRule]
  private let candidates: [RuleCandidates?]
  private let isJSON: Bool
  private var triggers: [RuleName: Int] = [:]

  package init(rules: [AlertRule], isJSON: Bool) {
    self.rules = rules
    self.isJSON = isJSON
    candidates = rules.map(RuleCandidates.init)
  }

  /// The rules that are to be judged.
  package var judged: [AlertRule] {
    rules
      + candidates.enumerated().compactMap { number, candidates in
        candidates?.tried(number: number)
      }
  }

  package mutating func note(_ transition: AlertTransition) {
    if transition.state == .triggered { triggers[transition.rule.name, default: 0] += 1 }
  }

  package func append(to bytes: inout [UInt8]) {
    for (number, rule) in rules.enumerated() {
      let counts = candidates[number]?.names(number: number).map { triggers[$0] ?? 0 } ?? []
      append(
        rule, [0, 1, 5].map { candidates[number]?.threshold(triggering: $0, counts) }, to: &bytes)
    }
  }

  /// Appends what was found for a rule; of one whose limit is a factor nothing was tried.
  private func append(_ rule: AlertRule, _ found: [Double?], to bytes: inout [UInt8]) {
    let now = triggers[rule.name] ?? 0
    guard !isJSON else {
      bytes.append(#"{"type":"suggestion","rule":"#, rule.name.description)
      bytes.append(#","threshold":"#)
      bytes.append(exactly: rule.threshold)
      bytes.append(#","triggers":"#, now)
      for (key, value) in zip(
        [#","never":"#, #","once":"#, #","five_times":"#] as [StaticString], found)
      {
        bytes.append(key)
        if let value { bytes.append(exactly: value) } else { bytes.append("null") }
      }
      return bytes.append("}\n")
    }
    let unit = rule.measure.definition.unit
    let side = rule.side == .above ? "above" : "below"
    let times = now == 1 ? "once" : "\(now) times"
    guard rule.againstSeconds == nil else {
      bytes += "\(rule.name) (\(side) ".utf8
      bytes.append(exactly: rule.threshold)
      bytes += "x): triggered \(times); no value is proposed for a factor\n".utf8
      return
    }
    let words = zip(["never", "once", "5 times"], found).map { word, value in
      value.map { "\(word) with \(unit.text($0))" }
        ?? "not just \(word) with any value that was tried"
    }
    bytes +=
      ("\(rule.name) (\(side) \(unit.text(rule.threshold))): triggered \(times); "
      + "would have triggered \(words.joined(separator: ", "))\n").utf8
  }
}

/// A rule with many thresholds at once, to find which of them suits the traffic.
package struct RuleCandidates: Sendable {
  package let rule: AlertRule
  /// Ascending, and about a tenth apart.
  package let thresholds: [Double]

  /// The steps of a decade, rounded as resistors are (IEC 60063, E24).
  private static let tenths: [Double] = [
    10, 11, 12, 13, 15, 16, 18, 20, 22, 24, 27, 30, 33, 36, 39, 43, 47, 51, 56, 62, 68, 75, 82, 91,
  ]

  /// The longest silence that a rule can ask for, in seconds.
  private static let longestSilence = 86_400.0

  /// The candidates of a rule; `nil` if its threshold is a factor.
  package init?(_ rule: AlertRule) {
    guard rule.againstSeconds == nil else { return nil }
    self.rule = rule
    // The decades of what is shown, and how many decades below that the unit of the measure is.
    let (decades, shift): (Range<Int>, Int) =
      switch rule.measure.definition.unit {
      case .perSecond: (-2..<5, 0)
      case .share: (-1..<2, 2)
      case .bytesPerSecond, .bytes: (0..<10, 0)
      case .count: (0..<6, 0)
      case .duration: (0..<6, 3)
      case .seconds: (0..<5, 0)
      }
    var thresholds: [Double] = []
    for decade in decades {
      for tenths in RuleCandidates.tenths {
        var value = RuleCandidates.scaled(tenths, by: decade - shift - 1)
        if rule.measure == .silence || rule.measure == .clients { value = value.rounded() }
        // What cannot be entered is no candidate.
        if rule.measure == .silence, value > RuleCandidates.longestSilence { break }
        if value != thresholds.last { thresholds.append(value) }
      }
    }
    self.thresholds = thresholds
  }

  /// A number times a power of ten, rounded once.
  private static func scaled(_ number: Double, by exponent: Int) -> Double {
    let power = (0..<abs(exponent)).reduce(1.0) { power, _ in power * 10 }
    return exponent < 0 ? number / power : number * power
  }

  /// The rule, judged with each threshold instead of its own; `number` tells such rules apart.
  package func tried(number: Int) -> AlertRule {
    var tried = rule
    tried.trials = zip(names(number: number), thresholds).map { name, threshold in
      AlertRule.Trial(name: name, threshold: threshold)
    }
    return tried
  }

  /// What the rules with each threshold are called.
  package func names(number: Int) -> [RuleName] {
    thresholds.indices.map { RuleName("\(number)/\($0)") }
  }

  /// The threshold nearest to the traffic with which the rule would have triggered so often; without
  /// any triggers, the nearest beyond which it never would have.
  ///
  /// `triggers` is how often it would have with each threshold.
  package func threshold(triggering count: Int, _ triggers: [Int]) -> Double? {
    // From the strictest threshold on.
    let strict =
      rule.side == .above ? Array(thresholds.indices.reversed()) : Array(thresholds.indices)
    guard count == 0 else {
      return strict.first { triggers[$0] == count }.map { thresholds[$0] }
    }
    return strict.prefix { triggers[$0] == 0 }.last.map { thresholds[$0] }
  }
}

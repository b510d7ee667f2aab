package import Query
package import Traffic

/// When to alert: what is measured over which window, and the values it is held against.
///
/// Thresholds are in the unit of the measure, and are finite and not negative.
package struct AlertRule: Hashable, Sendable {
  /// On which side of its threshold the condition holds.
  package enum Side: Hashable, Sendable {
    case above
    case below
  }

  /// A threshold that a rule is tried with, and how the rule is called that has it.
  package struct Trial: Hashable, Sendable {
    package var name: RuleName
    package var threshold: Double

    package init(name: RuleName, threshold: Double) {
      self.name = name
      self.threshold = threshold
    }
  }

  package enum Severity: String, CaseIterable, Sendable {
    case info
    case warning
    case critical
  }

  package var name: RuleName
  package var measure: Measure
  /// Which hits are measured; `nil` for all that count.
  package var filter: Filter?
  /// The span that is measured, up to the second that is judged; at least 1.
  package var windowSeconds: Int
  /// What the hits are grouped by, each group being judged apart; `nil` for all together.
  package var group: Dimension?
  package var side = Side.above
  /// The condition holds on the other side of this value; where it is relative, this is a factor.
  package var threshold: Double
  /// The recovery holds on this side of it, in the same form; `nil` for the threshold.
  package var recovery: Double?
  /// The span before the window whose value the factors multiply; `nil` for thresholds that are
  /// absolute.
  package var againstSeconds: Int?
  /// With fewer hits in the window the condition does not hold and the recovery does.
  package var minimumHits: Int
  /// For how long the condition must have held before the rule triggers.
  package var forSeconds = 0
  /// For how long the recovery must have held before the rule recovers.
  package var keepSeconds = 0
  package var severity = Severity.warning
  /// What tells a person, with placeholders; `nil` for the usual sentence.
  package var message: String?
  /// Whether it is judged.
  package var isEnabled = true
  /// Until then transitions are recorded and not told, by the stream clock; `nil` if all are told.
  package var silencedUntil: Instant?
  /// The thresholds that are judged in place of its own.
  ///
  /// Only triggers are told then, each as that of a rule of the trial's name. Only a rule whose thresholds
  /// are absolute can have some.
  package var trials: [Trial] = []

  /// Creates a rule; without arguments it is the default rule.
  package init(
    name: RuleName = .highTraffic, measure: Measure = .rate, windowSeconds: Int = 120,
    threshold: Double = 10, recovery: Double? = nil, minimumHits: Int = 0
  ) {
    self.name = name
    self.measure = measure
    self.windowSeconds = windowSeconds
    self.threshold = threshold
    self.recovery = recovery
    self.minimumHits = minimumHits
  }

  /// All that is looked at to judge a second, up to that second.
  package var spanSeconds: Int { windowSeconds + (againstSeconds ?? 0) }

  /// Whether more than a sum is kept of each second.
  package var keepsHits: Bool { measure.definition.content != .sum }

  /// Whether it is about the rate of all hits that count, against a fixed threshold.
  package var isPlainRate: Bool {
    measure == .rate && filter == nil && group == nil && againstSeconds == nil
  }

  /// Whether only windows from the first hit on are judged.
  var waitsForFirstHit: Bool { side == .below || againstSeconds != nil }

  /// Whether the condition holds for a window; equality with the limit is on neither side of it.
  func isBreached(by reading: Reading) -> Bool { isBreached(by: reading, threshold: threshold) }

  /// Whether the condition holds for a window with another threshold.
  func isBreached(by reading: Reading, threshold: Double) -> Bool {
    guard reading.hits >= minimumHits, let value = reading.value else { return false }
    let limit = reading.limit(threshold)
    return side == .above ? value > limit : value < limit
  }

  /// Whether the recovery holds for a window.
  func isRecovered(by reading: Reading) -> Bool { isRecovered(by: reading, threshold: threshold) }

  /// Whether the recovery holds for a window with another threshold.
  func isRecovered(by reading: Reading, threshold: Double) -> Bool {
    guard reading.hits >= minimumHits, let value = reading.value else { return true }
    let limit = reading.limit(recovery ?? threshold)
    return side == .above ? value < limit : value > limit
  }

  /// The worse of two values.
  package func worse(_ one: Double, _ other: Double) -> Double {
    side == .above ? max(one, other) : min(one, other)
  }

  /// The same rule without the parts that no verdict depends on.
  var judged: AlertRule {
    var judged = self
    judged.message = nil
    judged.severity = .warning
    judged.silencedUntil = nil
    return judged
  }
}

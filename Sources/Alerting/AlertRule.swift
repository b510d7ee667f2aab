import Traffic

/// When to alert: what is measured over which window, and the values it is held against.
///
/// Thresholds are in the unit of the measure, and are finite and not negative.
package struct AlertRule: Hashable, Sendable {
  package var name: RuleName
  package var measure: Measure
  /// The span that is measured, up to the second that is judged; at least 1.
  package var windowSeconds: Int
  /// The condition holds above this value.
  package var threshold: Double
  /// The recovery holds below this value; `nil` for below the threshold.
  package var recovery: Double?
  /// With fewer hits in the window the condition does not hold and the recovery does.
  package var minimumHits: Int

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

  /// Whether the condition holds for a window; equality with the threshold is not above it.
  func isBreached(by reading: Reading) -> Bool {
    guard reading.hits >= minimumHits, let value = reading.value else { return false }
    return value > threshold
  }

  /// Whether the recovery holds for a window; equality with its value is not below it.
  func isRecovered(by reading: Reading) -> Bool {
    guard reading.hits >= minimumHits, let value = reading.value else { return true }
    return value < recovery ?? threshold
  }
}

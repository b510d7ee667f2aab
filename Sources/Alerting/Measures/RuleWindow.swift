import Traffic

/// What one rule adds up over its window, kept up to date second by second.
package struct RuleWindow: Sendable {
  /// The span of the window.
  let seconds: Int
  private(set) var hits = 0
  /// What the measure needs besides the hits, in its order.
  private(set) var sums: [Int]
  private let measure: MeasureDefinition

  /// Creates the empty window of a rule.
  init(of rule: AlertRule) {
    seconds = rule.windowSeconds
    measure = rule.measure.definition
    sums = Array(repeating: 0, count: measure.needs.count)
  }

  /// What the measure gives for the window as it is.
  var reading: Reading { Reading(hits: hits, value: measure.value(self)) }

  /// Moves the window on by one second, to end with `end`.
  ///
  /// - Complexity: O(counts that the measure needs).
  mutating func advance(to end: Instant, in counts: some SecondCounts) {
    hits += counts.gain(.hits, window: seconds, endingAt: end)
    for (index, need) in measure.needs.enumerated() {
      sums[index] += counts.gain(need, window: seconds, endingAt: end)
    }
  }

  /// Takes in hits that were added to a second after the window had come to end with `end`.
  mutating func add(_ correction: Correction, endingAt end: Instant) {
    guard correction.isIn(window: seconds, endingAt: end) else { return }
    hits += correction.count(.hits)
    for (index, need) in measure.needs.enumerated() { sums[index] += correction.count(need) }
  }

  /// Adds up the window that ends with `end` from nothing.
  ///
  /// - Complexity: O(window).
  mutating func recount(endingAt end: Instant, in counts: some SecondCounts) {
    hits = counts.sum(.hits, window: seconds, endingAt: end)
    for (index, need) in measure.needs.enumerated() {
      sums[index] = counts.sum(need, window: seconds, endingAt: end)
    }
  }
}

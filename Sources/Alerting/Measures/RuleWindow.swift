import Traffic

/// What one rule adds up over its window, kept up to date second by second.
struct RuleWindow: Sendable {
  private(set) var sums: WindowSums
  private let measure: MeasureDefinition

  /// Creates the empty window of a rule.
  init(of rule: AlertRule) {
    measure = rule.measure.definition
    sums = WindowSums(
      seconds: rule.windowSeconds, others: Array(repeating: 0, count: measure.needs.count))
  }

  /// What the measure gives for the window as it is.
  var reading: Reading { Reading(hits: sums.hits, value: measure.value(sums)) }

  /// Moves the window on by one second, to end with `end`.
  ///
  /// - Complexity: O(counts that the measure needs).
  mutating func advance(to end: Instant, in counts: some SecondCounts) {
    sums.hits += counts.gain(.hits, window: sums.seconds, endingAt: end)
    for index in sums.others.indices {
      sums.others[index] += counts.gain(
        measure.needs[index], window: sums.seconds, endingAt: end)
    }
  }

  /// Adds hits of a second of the window, which ends with `end`.
  mutating func add(_ correction: Correction, endingAt end: Instant) {
    guard correction.isIn(window: sums.seconds, endingAt: end) else { return }
    sums.hits += correction.count(.hits)
    for index in sums.others.indices {
      sums.others[index] += correction.count(measure.needs[index])
    }
  }

  /// Counts the window that ends with `end` again from the seconds.
  ///
  /// - Complexity: O(window).
  mutating func recount(endingAt end: Instant, in counts: some SecondCounts) {
    sums.hits = counts.sum(.hits, window: sums.seconds, endingAt: end)
    for index in sums.others.indices {
      sums.others[index] = counts.sum(measure.needs[index], window: sums.seconds, endingAt: end)
    }
  }
}

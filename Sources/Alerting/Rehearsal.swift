package import Traffic

/// What a threshold would have meant for traffic that is already known.
package struct Rehearsal: Hashable, Sendable {
  /// How often the rule would have triggered.
  package var triggers = 0
  /// For how many seconds in all it would have been breached.
  package var breachedSeconds = 0
  /// When it would have triggered last, in seconds since the first of the series.
  package var lastTrigger: Int?
  /// Whether it would still be breached at the end.
  package var isUnderWay = false
  /// How many seconds were judged.
  package var judgedSeconds = 0

  /// Judges the first `count` seconds of `series` as a rule that begins in its normal state would:
  /// above the threshold triggers, below it recovers, equality changes nothing.
  ///
  /// Seconds before the series count as quiet. No more than `span` seconds are judged, the last
  /// ones, so that the windows of a series that was cut off at its beginning are whole.
  ///
  /// - Complexity: O(seconds).
  package init(
    of series: SecondSeries, threshold: Double, windowSeconds: Int, span: Int = 3_600,
    first count: Int = .max
  ) {
    let count = max(0, min(series.hits.count, count))
    let window = max(1, windowSeconds)
    let first = max(0, count - max(0, span))
    // The average is hits / window, as in the rule itself, so that equality is the same equality.
    var hits = series.hits[max(0, first - window)..<first].reduce(0, +)
    for index in first..<count {
      hits += series.hits[index]
      if index >= window { hits -= series.hits[index - window] }
      let average = Double(hits) / Double(window)
      if !isUnderWay, average > threshold {
        isUnderWay = true
        triggers += 1
        lastTrigger = index
      } else if isUnderWay, average < threshold {
        isUnderWay = false
      }
      if isUnderWay { breachedSeconds += 1 }
    }
    judgedSeconds = count - first
  }
}

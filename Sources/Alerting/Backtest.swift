import AccessLog
package import Traffic

/// What a rule would have done over seconds that are already known.
package struct Backtest: Hashable, Sendable {
  /// How often the rule would have triggered.
  package var triggers = 0
  /// For how many seconds in all it would have been breached.
  package var breachedSeconds = 0
  /// When it would have triggered last, in seconds since the first of the series.
  package var lastTrigger: Int?
  /// Whether it would still be breached at the end.
  package var isUnderWay = false
  /// How many seconds were judged; none for a rule of which the series does not have what it adds up.
  package var judgedSeconds = 0

  /// Judges the first `count` seconds of `series` by a rule that begins in its normal state.
  ///
  /// Seconds before the series count as quiet. No more than `span` seconds are judged, the last
  /// ones, so that the windows of a series that was cut off at its beginning are whole.
  ///
  /// - Complexity: O(seconds).
  package init(
    of rule: AlertRule, over series: SecondSeries, span: Int = 3_600, first count: Int = .max
  ) {
    guard rule.canBeTried else { return }
    let count = max(0, min(series.hits.count, count))
    let first = max(0, count - max(0, span))
    func sums(_ index: Int) -> SelectionCell {
      guard series.hits.indices.contains(index) else { return SelectionCell() }
      let sums = HitSums(
        hits: series.hits[index], bytes: series.bytes.isEmpty ? 0 : series.bytes[index],
        errors: series.errors.isEmpty ? 0 : series.errors[index])
      return SelectionCell(hits: sums.hits, extra: rule.measure.extra(of: sums))
    }
    var monitor = AlertMonitor(rule: rule)
    let spans = RuleSpans(of: rule)
    var window = spans.emptyWindow
    for index in 0..<count {
      window.enter(sums(index), at: index, .sum)
      window.leave(sums(index - rule.windowSeconds), .sum)
      window.leaveBase(sums(index - rule.spanSeconds), .sum)
      guard index >= first, !rule.waitsForFirstHit || index >= rule.spanSeconds - 1 else {
        continue
      }
      let reading = spans.reading(of: window)
      guard rule.againstSeconds == nil || reading.base ?? 0 > 0 else { continue }
      let transition = monitor.judge(reading, endingAt: series.second(at: index))
      if transition?.state == .triggered {
        triggers += 1
        lastTrigger = index
      }
      if monitor.underWay != nil { breachedSeconds += 1 }
    }
    isUnderWay = monitor.underWay != nil
    judgedSeconds = count - first
  }
}

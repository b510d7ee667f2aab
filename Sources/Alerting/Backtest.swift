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
  /// How many seconds were judged.
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
    let count = max(0, min(series.hits.count, count))
    let first = max(0, count - max(0, span))
    var monitor = AlertMonitor(rule: rule)
    var window = RuleWindow(of: rule)
    window.recount(endingAt: series.second(at: first - 1), in: series)
    for index in first..<count {
      let second = series.second(at: index)
      window.advance(to: second, in: series)
      let transition = monitor.judge(window.reading, endingAt: second)
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

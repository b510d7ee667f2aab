import AccessLog
import Traffic

/// A rule with its window and its monitor.
struct RulePage: Sendable {
  var window: RuleWindow
  var monitor: AlertMonitor
  /// The rule in the settings of this run.
  let wanted: AlertRule
  private let series: Int?

  init(_ rule: AlertRule, series: Int?) {
    wanted = rule
    self.series = series
    window = RuleWindow(of: rule, series: series)
    monitor = AlertMonitor(rule: rule)
  }

  /// Judges the window that ends with `second`, the one after the last that was judged.
  mutating func judge(_ second: Instant, in timeline: Timeline) -> AlertTransition? {
    window.advance(to: second, in: timeline)
    return judgeWindow(endingAt: second, in: timeline)
  }

  /// Judges the window as it is, which ends with `second`.
  ///
  /// Nothing is said of a window that was not read as a whole, nor, where the rule waits for that, of
  /// one that begins before the first hit or after a base of nothing.
  mutating func judgeWindow(endingAt second: Instant, in timeline: Timeline) -> AlertTransition? {
    guard let first = firstJudged(in: timeline), second >= first else {
      if !isCovered(second, in: timeline) { monitor.isCertain = false }
      return nil
    }
    let reading = window.reading
    guard wanted.againstSeconds == nil || reading.base ?? 0 > 0 else { return nil }
    return monitor.judge(reading, endingAt: second)
  }

  /// The first second that can be judged; `nil` before the first hit.
  private func firstJudged(in timeline: Timeline) -> Instant? {
    var first = Instant(.min)
    if let covered = covered(in: timeline) { first = covered + (wanted.spanSeconds - 1) }
    guard wanted.waitsForFirstHit else { return first }
    guard let firstHit = timeline.firstHit else { return nil }
    return max(first, firstHit + (wanted.spanSeconds - 1))
  }

  /// The first second of which all is known that the rule looks at; `nil` if nothing was left out.
  private func covered(in timeline: Timeline) -> Instant? {
    let summedSince = series.map { timeline.selections[$0].coveredSince } ?? timeline.summedSince
    guard let summedSince, let all = timeline.coveredSince else {
      return summedSince ?? timeline.coveredSince
    }
    return max(summedSince, all)
  }

  private func isCovered(_ second: Instant, in timeline: Timeline) -> Bool {
    SecondRing.isRead(window: wanted.spanSeconds, endingAt: second, since: covered(in: timeline))
  }

  /// The first second at which the verdict may change although no hit comes and none leaves the window;
  /// `nil` if there is none.
  func nextVerdict(in timeline: Timeline) -> Instant? {
    guard let last = timeline.lastClosed else { return nil }
    if let first = firstJudged(in: timeline), first > last { return first }
    return monitor.due
  }
}

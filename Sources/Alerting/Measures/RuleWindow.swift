import AccessLog
import Traffic

/// What one rule adds up over its window, and over the span before it where the rule is relative to
/// that, kept up to date second by second.
struct RuleWindow: Sendable {
  private(set) var sums: WindowSums
  private(set) var base: WindowSums?
  private let measure: Measure
  private let definition: MeasureDefinition
  /// The index of what is added up for each second; `nil` for all hits.
  private let series: Int?

  /// Creates the empty window of a rule.
  init(of rule: AlertRule, series: Int?) {
    measure = rule.measure
    definition = rule.measure.definition
    self.series = series
    sums = WindowSums(seconds: rule.windowSeconds)
    base = rule.againstSeconds.map { WindowSums(seconds: $0) }
  }

  /// What the measure gives for the window as it is.
  var reading: Reading {
    Reading(hits: sums.hits, value: definition.value(sums), base: base.flatMap(definition.value))
  }

  /// Moves the window on by one second, to end with `end`.
  ///
  /// - Complexity: O(1).
  mutating func advance(to end: Instant, in timeline: Timeline) {
    let last = end.seconds
    sums.add(count(of: last, in: timeline))
    let left = count(of: last - sums.seconds, in: timeline)
    sums.remove(left)
    guard var base else { return }
    base.add(left)
    base.remove(count(of: last - sums.seconds - base.seconds, in: timeline))
    self.base = base
  }

  /// Adds what came for a second that has been judged; the window ends with `end`.
  mutating func add(_ correction: Correction, endingAt end: Instant) {
    let isIn = correction.isIn(window: sums.seconds, endingAt: end)
    let isInBase =
      base.map { correction.isIn(window: $0.seconds, endingAt: end - sums.seconds) } ?? false
    guard isIn || isInBase else { return }
    for added in counts(of: correction.sums) {
      if isIn { sums.add(added) } else { base?.add(added) }
    }
  }

  /// Counts the window that ends with `end` again from the seconds.
  ///
  /// - Complexity: O(window).
  mutating func recount(endingAt end: Instant, in timeline: Timeline) {
    sums = WindowSums(seconds: sums.seconds)
    for second in end.seconds - sums.seconds + 1...end.seconds {
      sums.add(count(of: second, in: timeline))
    }
    guard let against = self.base?.seconds else { return }
    var base = WindowSums(seconds: against)
    let last = end.seconds - sums.seconds
    for second in last - against + 1...last { base.add(count(of: second, in: timeline)) }
    self.base = base
  }

  private func count(of second: Int, in timeline: Timeline) -> SelectionSeries.Sums {
    guard let series else { return plain(timeline.seconds[second]) }
    return timeline.selections[series][second]
  }

  private func counts(of sums: SecondSums) -> [SelectionSeries.Sums] {
    guard let series else { return [plain(sums.all)] }
    return sums.selected.lazy.filter { $0.selection == series }
      .map { SelectionSeries.Sums(hits: $0.hits, extra: $0.extra) }
  }

  private func plain(_ sums: HitSums) -> SelectionSeries.Sums {
    SelectionSeries.Sums(hits: sums.hits, extra: measure.extra(of: sums))
  }
}

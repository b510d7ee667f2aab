import AccessLog
import Traffic

/// What one rule adds up over its window, and over the span before it where the rule is relative to
/// that.
struct RuleWindow: Sendable {
  private(set) var sums: WindowSums
  private(set) var base: WindowSums?

  /// Creates the empty window of a rule.
  init(of rule: AlertRule) {
    let content = rule.measure.definition.content
    sums = WindowSums(seconds: rule.windowSeconds, content)
    base = rule.againstSeconds.map { WindowSums(seconds: $0, content) }
  }

  /// What a measure gives for the window as it is.
  ///
  /// A rule may have thousands of windows, which therefore do not know their measure.
  func reading(by measure: MeasureDefinition) -> Reading {
    Reading(hits: sums.hits, value: measure.value(sums), base: base.flatMap(measure.value))
  }

  /// Whether it has no hits, nor what it is relative to.
  var isEmpty: Bool { sums.hits == 0 && base?.hits ?? 0 == 0 }

  /// The last second with hits up to the end of the window.
  var lastHit: Int? {
    get { sums.lastHit }
    set { sums.lastHit = newValue }
  }

  /// Sets the last second of the window.
  mutating func setEnd(_ end: Int, clientsForOne: Int) {
    sums.end = end
    sums.clientsForOne = clientsForOne
    base?.clientsForOne = clientsForOne
  }

  /// Adds what comes into the window, with its second.
  mutating func enter(_ cell: SelectionCell, at second: Int) {
    sums.add(cell)
    noteHit(cell, at: second)
  }

  /// Takes out what leaves the window, and adds it to the base.
  mutating func leave(_ cell: SelectionCell) {
    sums.remove(cell)
    base?.add(cell)
  }

  /// Takes out what leaves the base.
  mutating func leaveBase(_ cell: SelectionCell) { base?.remove(cell) }

  /// Adds what came late for the base.
  mutating func enterBase(_ cell: SelectionCell) { base?.add(cell) }

  /// Notes a hit that is in neither.
  mutating func noteHit(_ cell: SelectionCell, at second: Int) {
    if cell.hits > 0 { sums.lastHit = max(sums.lastHit ?? second, second) }
  }
}

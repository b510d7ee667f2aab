import Traffic

/// What one rule adds up over its window, and over the span before it where the rule is relative to
/// that.
///
/// Spans and measure are kept once, in ``RuleSpans``: a rule may have thousands of windows.
struct RuleWindow: Sendable {
  private(set) var sums = WindowSums()
  /// At most one: an array takes 8 bytes where the rule has no base.
  private var bases: [WindowSums] = []

  init(hasBase: Bool) {
    if hasBase { bases = [WindowSums()] }
  }

  /// What comes before the window.
  var base: WindowSums? { bases.first }

  /// Whether it has no hits, nor what it is relative to.
  var isEmpty: Bool { sums.hits == 0 && bases.first?.hits ?? 0 == 0 }

  /// The last second with hits up to the end of the window.
  var lastHit: Int? {
    get { sums.lastHit }
    set { sums.lastHit = newValue }
  }

  /// Adds what comes into the window, with its second.
  mutating func enter(_ cell: SelectionCell, at second: Int, _ content: WindowSums.Content) {
    sums.add(cell, content)
    noteHit(cell, at: second)
  }

  /// Takes out what leaves the window, and adds it to the base.
  mutating func leave(_ cell: SelectionCell, _ content: WindowSums.Content) {
    sums.remove(cell, content)
    enterBase(cell, content)
  }

  /// Takes out what leaves the base.
  mutating func leaveBase(_ cell: SelectionCell, _ content: WindowSums.Content) {
    if !bases.isEmpty { bases[0].remove(cell, content) }
  }

  /// Adds what came late for the base.
  mutating func enterBase(_ cell: SelectionCell, _ content: WindowSums.Content) {
    if !bases.isEmpty { bases[0].add(cell, content) }
  }

  /// Notes a hit that is in neither.
  mutating func noteHit(_ cell: SelectionCell, at second: Int) {
    if cell.hits > 0 { sums.noteHit(at: second) }
  }
}

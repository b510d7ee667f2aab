/// A span of seconds over which a rule adds up hits; all its groups share it.
struct WindowSpan: Sendable {
  /// How many seconds it has.
  let seconds: Int
  /// Its last second.
  var end = 0
  /// How many clients one that is kept stands for.
  var clientsForOne = 1

  init(seconds: Int) {
    self.seconds = seconds
  }
}

/// The spans of a rule, and what its windows keep of the hits.
struct RuleSpans: Sendable {
  private(set) var window: WindowSpan
  /// The span before the window, where the rule is relative to that.
  private(set) var base: WindowSpan?
  let content: WindowSums.Content
  private let measure: MeasureDefinition

  init(of rule: AlertRule) {
    window = WindowSpan(seconds: rule.windowSeconds)
    base = rule.againstSeconds.map(WindowSpan.init)
    measure = rule.measure.definition
    content = measure.content
  }

  /// A window without hits.
  var emptyWindow: RuleWindow { RuleWindow(hasBase: base != nil) }

  /// Sets the last second of the window.
  mutating func setEnd(_ end: Int, clientsForOne: Int) {
    window.end = end
    window.clientsForOne = clientsForOne
    base?.clientsForOne = clientsForOne
  }

  /// What the rule measures of a window.
  func reading(of counted: RuleWindow) -> Reading {
    var value: Double?
    if let base, let before = counted.base { value = measure.value(before, base) }
    return Reading(hits: counted.sums.hits, value: measure.value(counted.sums, window), base: value)
  }
}

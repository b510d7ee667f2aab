package import AccessLog
package import Traffic

/// All rules, each with its window and its monitor, and their common history.
package struct AlertBook: Sendable {
  /// The oldest events are forgotten beyond this many: about 3 MB.
  package static let maximumHistory = 20_000

  /// In the order in which the rules are judged.
  var pages: [RulePage]
  /// Oldest first.
  var history: [AlertEvent] = []
  /// How many older events were forgotten.
  private var forgotten = ForgottenEvents()

  /// Opens a book of rules that have different names; they are judged in this order.
  package init(_ rules: [AlertRule]) {
    let selections = AlertRule.selections(of: rules)
    pages = rules.map { rule in
      RulePage(rule, series: rule.selection.flatMap { selections.firstIndex(of: $0) })
    }
  }

  /// How far back a hit still counts for any rule, in seconds.
  ///
  /// After that long without a hit every window is empty and stays so: then no verdict changes from
  /// second to second, but at the one that ``nextVerdict(in:)`` says.
  package var longestWindow: Int { pages.lazy.map(\.wanted.spanSeconds).max() ?? 0 }

  /// The longest window that any rule is judged by, in seconds.
  package var longestRuleWindow: Int { pages.lazy.map(\.wanted.windowSeconds).max() ?? 0 }

  /// The first second at which a verdict may change although no hit comes and none leaves a window;
  /// `nil` if there is none.
  package func nextVerdict(in timeline: Timeline) -> Instant? {
    var next: Instant?
    // By their indices: a page is large, and would be copied.
    for index in pages.indices {
      guard let second = pages[index].nextVerdict(in: timeline) else { continue }
      next = min(next ?? second, second)
    }
    return next
  }

  /// All that a screen shows of the rules.
  package var board: AlertBoard {
    AlertBoard(
      rules: pages.map {
        $0.status
      }, history: history, forgotten: forgotten)
  }

  /// The alerts that have not recovered, in the order of the rules.
  package var underWay: [AlertTransition] { pages.flatMap(\.underWay) }

  /// Adds hits to seconds that had already been judged.
  package mutating func correct(by timeline: Timeline) {
    guard let end = timeline.lastClosed else { return }
    for correction in timeline.corrections {
      for index in pages.indices { pages[index].add(correction, endingAt: end) }
    }
  }

  /// Judges the windows that end with `second`, which has just closed, and returns the transitions.
  ///
  /// Every second has to be judged, in order, but for those that ``longestWindow`` lets be skipped.
  /// A rule is judged once all that it looks at has been read.
  package mutating func judge(_ second: Instant, in timeline: Timeline) -> [AlertTransition] {
    var transitions: [AlertTransition] = []
    for index in pages.indices {
      for transition in pages[index].judge(second, in: timeline) {
        record(.transition(transition))
        transitions.append(transition)
      }
    }
    return transitions
  }

  /// The rules as they are now, with thresholds that were changed.
  package var rules: [AlertRule] { pages.map(\.rule) }

  /// Whether the states follow from what was read, with the beginnings of alerts under way.
  package var isCertain: Bool {
    pages.allSatisfy(\.isCertain)
  }

  /// Makes the state of all rules uncertain until the lines show it.
  package mutating func beginUncertain() {
    for index in pages.indices { pages[index].beginUncertain() }
  }

  /// Whether a source of lines cannot be read: then hits may be missing, and nothing recovers.
  package var lacksData = false {
    didSet {
      for index in pages.indices {
        pages[index].whole.monitor.lacksData = lacksData
        pages[index].groups.lacksData = lacksData
      }
    }
  }

  /// Takes over the recorded changes of thresholds.
  package mutating func keepThresholdChanges(of other: AlertBook) {
    for case .thresholdChange(let change) in other.history { record(.thresholdChange(change)) }
  }

  /// Adds up all windows from the seconds of a timeline.
  ///
  /// - Complexity: O(windows).
  package mutating func recount(in timeline: Timeline) {
    guard let end = timeline.lastClosed else { return }
    for index in pages.indices { pages[index].recount(endingAt: end, in: timeline) }
  }

  /// Changes the threshold of a rule, and judges the last closed second again, if there is one and its
  /// window was read as a whole.
  ///
  /// Nothing happens if there is no rule of that name, or the threshold is the same.
  package mutating func setThreshold(
    _ threshold: Double, of name: RuleName, in timeline: Timeline
  ) -> [AlertTransition] {
    guard let index = pages.firstIndex(where: { $0.rule.name == name }) else { return [] }
    let old = pages[index].rule.threshold
    guard threshold != old else { return [] }
    record(
      .thresholdChange(
        ThresholdChange(
          rule: name, measure: pages[index].rule.measure, time: timeline.clock, old: old,
          new: threshold)))
    pages[index].setThreshold(threshold)
    guard let second = timeline.lastClosed else { return [] }
    let transitions = pages[index].judgeWindow(endingAt: second, in: timeline)
    for transition in transitions { record(.transition(transition)) }
    return transitions
  }

  /// Notes in the history what made a rule trigger.
  package mutating func explain(_ transition: AlertTransition, by causes: [Cause]) {
    guard let index = history.lastIndex(of: .transition(transition)) else { return }
    var explained = transition
    explained.causes = causes
    history[index] = .transition(explained)
  }

  private mutating func record(_ event: AlertEvent) {
    if case .thresholdChange(let change) = event,
      case .thresholdChange(let last)? = history.last, let joined = last.joined(with: change)
    {
      history.removeLast()
      // What was changed and changed back is no news.
      if joined.old != joined.new { history.append(.thresholdChange(joined)) }
      return
    }
    history.append(event)
    guard history.count > AlertBook.maximumHistory else { return }
    forgotten.add(history.removeFirst())
  }
}

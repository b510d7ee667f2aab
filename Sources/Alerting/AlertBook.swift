package import Traffic

/// All rules, each with its window and its monitor, and their common history.
package struct AlertBook: Sendable {
  /// The oldest events are forgotten beyond this many: about 3 MB.
  package static let maximumHistory = 20_000

  /// A rule with its window and its monitor.
  struct Page: Sendable {
    var window: RuleWindow
    var monitor: AlertMonitor
    /// The rule in the settings of this run.
    let wanted: AlertRule
    /// The rule in the settings that set the threshold, which may have been changed since.
    var asked: AlertRule

    init(_ rule: AlertRule) {
      wanted = rule
      asked = rule
      window = RuleWindow(of: rule)
      monitor = AlertMonitor(rule: rule)
    }

    /// Judges the window that ends with `second`, the one after the last that was judged.
    mutating func judge(
      _ second: Instant, in seconds: SecondRing, coveredSince: Instant?
    ) -> AlertTransition? {
      window.advance(to: second, in: seconds)
      return judgeWindow(endingAt: second, coveredSince: coveredSince)
    }

    /// Judges the window as it is, which ends with `second`.
    ///
    /// Nothing is said of a window that was not read as a whole.
    mutating func judgeWindow(endingAt second: Instant, coveredSince: Instant?) -> AlertTransition?
    {
      guard
        SecondRing.isRead(window: window.sums.seconds, endingAt: second, since: coveredSince)
      else {
        monitor.isCertain = false
        return nil
      }
      return monitor.judge(window.reading, endingAt: second)
    }
  }

  /// In the order in which the rules are judged.
  var pages: [Page]
  /// Oldest first.
  var history: [AlertEvent] = []
  /// How many older events were forgotten.
  private var forgotten = ForgottenEvents()

  /// Opens a book of rules that have different names; they are judged in this order.
  package init(_ rules: [AlertRule]) {
    pages = rules.map(Page.init)
  }

  /// How far back a hit still counts for any rule, in seconds.
  ///
  /// After that long without a hit every window is empty and stays so: then no verdict changes from
  /// second to second.
  package var longestWindow: Int { pages.lazy.map(\.window.sums.seconds).max() ?? 0 }

  /// All that a screen shows of the rules.
  package var board: AlertBoard {
    AlertBoard(
      rules: pages.map {
        RuleStatus(
          rule: $0.monitor.rule, underWay: $0.monitor.underWay, reading: $0.window.reading)
      }, history: history, forgotten: forgotten)
  }

  /// The alerts that have not recovered, in the order of the rules.
  package var underWay: [AlertTransition] { pages.compactMap(\.monitor.underWay) }

  /// Adds hits to seconds that had already been judged.
  package mutating func correct(by timeline: Timeline) {
    guard let end = timeline.lastClosed else { return }
    for correction in timeline.corrections {
      for index in pages.indices { pages[index].window.add(correction, endingAt: end) }
    }
  }

  /// Judges the windows that end with `second`, which has just closed, and returns the transitions.
  ///
  /// Every second has to be judged, in order, but for those that ``longestWindow`` lets be skipped.
  /// A rule is judged once its window has been read as a whole, since `coveredSince`; `nil` is for
  /// everything.
  package mutating func judge(
    _ second: Instant, in seconds: SecondRing, coveredSince: Instant? = nil
  ) -> [AlertTransition] {
    var transitions: [AlertTransition] = []
    for index in pages.indices {
      guard let transition = pages[index].judge(second, in: seconds, coveredSince: coveredSince)
      else { continue }
      record(.transition(transition))
      transitions.append(transition)
    }
    return transitions
  }

  /// The rules as they are now, with thresholds that were changed.
  package var rules: [AlertRule] { pages.map(\.monitor.rule) }

  /// Whether the states follow from what was read, with the beginnings of alerts under way.
  package var isCertain: Bool {
    pages.allSatisfy { $0.monitor.isCertain && $0.monitor.underWay?.beganBefore != true }
  }

  /// Makes the state of all rules uncertain until the lines show it.
  package mutating func beginUncertain() {
    for index in pages.indices { pages[index].monitor.isCertain = false }
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
    for index in pages.indices { pages[index].window.recount(endingAt: end, in: timeline.seconds) }
  }

  /// Changes the threshold of a rule, and judges the last closed second again, if there is one and its
  /// window was read as a whole.
  ///
  /// Nothing happens if there is no rule of that name, or the threshold is the same.
  package mutating func setThreshold(
    _ threshold: Double, of name: RuleName, in timeline: Timeline
  ) -> AlertTransition? {
    guard let index = pages.firstIndex(where: { $0.monitor.rule.name == name }) else { return nil }
    let old = pages[index].monitor.rule.threshold
    guard threshold != old else { return nil }
    record(
      .thresholdChange(
        ThresholdChange(
          rule: name, measure: pages[index].monitor.rule.measure, time: timeline.clock, old: old,
          new: threshold)))
    pages[index].monitor.rule.threshold = threshold
    guard let second = timeline.lastClosed else { return nil }
    guard
      let transition = pages[index].judgeWindow(
        endingAt: second, coveredSince: timeline.coveredSince)
    else { return nil }
    record(.transition(transition))
    return transition
  }

  /// Sets the thresholds that differ between the settings of this run and the run before.
  package mutating func setWantedThresholds(in timeline: Timeline) -> [AlertTransition] {
    var transitions: [AlertTransition] = []
    for index in pages.indices where pages[index].asked.threshold != pages[index].wanted.threshold {
      let wanted = pages[index].wanted
      pages[index].asked = wanted
      if let transition = setThreshold(wanted.threshold, of: wanted.name, in: timeline) {
        transitions.append(transition)
      }
    }
    return transitions
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

package import AccessLog
package import Traffic

/// All rules, each with its window and its monitor, and their common history.
package struct AlertBook: Sendable {
  /// The oldest events are forgotten beyond this many: about 3 MB.
  package static let maximumHistory = 20_000
  private static let forgottenAtOnce = 2_000

  /// In the order in which the rules are judged.
  var pages: [RulePage]
  /// Oldest first.
  var history: [AlertEvent] = []
  /// How many older events were forgotten.
  private var forgotten = ForgottenEvents()
  /// How often each alert is told.
  var restraints = RestraintBook()
  /// What was held back and is to be told since ``takeReleased()``.
  private var released: [AlertTransition] = []
  /// The alerts that an earlier run left under way of rules that are now judged otherwise.
  var left: [AlertTransition] = []

  /// Opens a book of rules that have different names, except that a rule may also be tried with other
  /// thresholds; they are judged in this order.
  package init(_ rules: [AlertRule]) {
    let selections = AlertRule.selections(of: rules)
    pages = rules.map { rule in
      RulePage(rule, series: rule.series(in: selections))
    }
  }

  /// How far back a hit still counts for any rule, in seconds.
  ///
  /// After that long without a hit every window is empty and stays so: then no verdict changes from
  /// second to second, but at the one that ``nextVerdict(in:)`` says.
  package var longestWindow: Int { judged.map(\.wanted.spanSeconds).max() ?? 0 }

  /// The longest window that any rule is judged by, in seconds.
  package var longestRuleWindow: Int { judged.map(\.wanted.windowSeconds).max() ?? 0 }

  /// The pages of the rules that are judged.
  private var judged: some Sequence<RulePage> { pages.lazy.filter(\.isOn) }

  /// The first second at which a verdict may change although no hit comes and none leaves a window;
  /// `nil` if there is none.
  package func nextVerdict(in timeline: Timeline) -> Instant? {
    var next = restraints.due
    // By their indices: a page is large, and would be copied.
    for index in pages.indices where pages[index].isOn {
      guard let second = pages[index].nextVerdict(in: timeline) else { continue }
      next = min(next ?? second, second)
    }
    return next
  }

  /// All that a screen shows of the rules.
  package var board: AlertBoard {
    AlertBoard(
      rules: pages.map { page in
        var status = page.status
        status.note(restraints)
        return status
      }, history: history, forgotten: forgotten)
  }

  /// The alerts that have not recovered, in the order of the rules.
  package var underWay: [AlertTransition] {
    pages.flatMap(\.underWay).map { transition in
      var told = transition
      if let last = restraints.last(transition.rule.name, transition.group),
        last.time == transition.triggerTime
      {
        told.isFlapping = last.isFlapping
        told.isWithheld = last.isWithheld
      }
      return told
    }
  }

  /// Adds hits to seconds that had already been judged.
  package mutating func correct(by timeline: Timeline) {
    guard let end = timeline.lastClosed else { return }
    for correction in timeline.corrections {
      for index in pages.indices where pages[index].isOn {
        pages[index].add(correction, endingAt: end, in: timeline)
      }
    }
  }

  /// Judges the windows that end with `second`, which has just closed, and returns the transitions.
  ///
  /// Every second has to be judged, in order, but for those that ``longestWindow`` lets be skipped.
  /// A rule is judged once all that it looks at has been read.
  package mutating func judge(_ second: Instant, in timeline: Timeline) -> [AlertTransition] {
    var transitions: [AlertTransition] = []
    for index in pages.indices where pages[index].isOn {
      pages[index].move(to: second, in: timeline)
    }
    partTrials()
    for index in pages.indices where pages[index].isOn {
      for transition in pages[index].judgeWindow(endingAt: second, in: timeline) {
        // What is only tried is neither remembered nor held back.
        transitions.append(pages[index].isTried ? transition : note(transition, of: index))
      }
    }
    release(at: second)
    return transitions
  }

  /// Parts the thresholds of a rule that can share their groups no longer.
  private mutating func partTrials() {
    for index in pages.indices.reversed() {
      guard pages[index].isTried, let parts = pages[index].parts else { continue }
      pages.replaceSubrange(index...index, with: parts)
    }
  }

  /// Records a transition, and says how it is told.
  private mutating func note(_ transition: AlertTransition, of index: Int) -> AlertTransition {
    let noted = restraints.note(transition, silencedUntil: pages[index].rule.silencedUntil)
    record(.transition(noted))
    return noted
  }

  /// Finds what was held back and is to be told by now.
  private mutating func release(at second: Instant) {
    guard let due = restraints.due, second >= due else { return }
    let silences = silences
    for transition in restraints.releases(at: second, { silences[$0] }) { release(transition) }
  }

  /// Notes that a transition that was held back is to be told now.
  mutating func release(_ transition: AlertTransition) {
    for index in history.indices.reversed() {
      guard case .transition(var told) = history[index], told.time == transition.time,
        told.rule.name == transition.rule.name, told.group == transition.group
      else { continue }
      told.isWithheld = false
      history[index] = .transition(told)
      break
    }
    released.append(transition)
  }

  /// Until when rules are silenced.
  private var silences: [RuleName: Instant] {
    var silences: [RuleName: Instant] = [:]
    for page in pages { silences[page.rule.name] = page.rule.silencedUntil }
    return silences
  }

  /// Reckons again what is to be told when.
  mutating func setDue() {
    let silences = silences
    restraints.setDue { silences[$0] }
  }

  /// The transitions that were held back and are to be told now, each once.
  package mutating func takeReleased() -> [AlertTransition] {
    defer { released = [] }
    return released
  }

  /// Silences a rule until then, or no longer; does nothing without a rule of that name.
  package mutating func silence(_ name: RuleName, until end: Instant?) {
    guard let index = pages.firstIndex(where: { $0.rule.name == name }) else { return }
    pages[index].rule.silencedUntil = end
    setDue()
  }

  /// Whether what each rule measures is kept for an hour, for a screen.
  package var keepsTrails = false {
    didSet { setTrails() }
  }

  /// Has all rules keep what they measure, if that is wanted.
  mutating func setTrails() {
    guard keepsTrails else { return }
    for index in pages.indices { pages[index].keepTrail() }
  }

  /// An empty book of the same rules, with what was changed while the program ran.
  package func begun() -> AlertBook {
    var book = AlertBook([])
    book.keepsTrails = keepsTrails
    book.pages = pages.map { $0.begun() }
    return book
  }

  /// The rules as they are now, with thresholds that were changed.
  package var rules: [AlertRule] { pages.map(\.rule) }

  /// The rules of the settings, in the same order.
  package var settings: [AlertRule] { pages.map(\.wanted) }

  /// Whether the states follow from what was read, with the beginnings of alerts under way.
  package var isCertain: Bool { judged.allSatisfy(\.isCertain) }

  /// Makes the state of all rules uncertain until the lines show it.
  package mutating func beginUncertain() {
    for index in pages.indices { pages[index].beginUncertain() }
  }

  /// Whether a source of lines cannot be read: then hits may be missing, and nothing recovers.
  package var lacksData = false {
    didSet {
      for index in pages.indices {
        pages[index].setLacksData(lacksData)
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
    for index in pages.indices where pages[index].isOn {
      pages[index].recount(endingAt: end, in: timeline)
    }
  }

  /// Adds up all windows that end with a second.
  ///
  /// - Complexity: O(windows).
  package mutating func recount(endingAt end: Instant, in timeline: Timeline) {
    for index in pages.indices where pages[index].isOn {
      pages[index].recount(endingAt: end, in: timeline)
    }
  }

  /// The transitions that are known from behind a second on, the oldest first.
  package func transitions(after second: Instant) -> [AlertTransition] {
    history.compactMap { event in
      if case .transition(let transition) = event, transition.time > second {
        transition
      } else {
        nil
      }
    }
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
    guard let second = timeline.lastClosed, pages[index].isOn else { return [] }
    return pages[index].judgeWindow(endingAt: second, in: timeline).map { note($0, of: index) }
  }

  /// Notes in the history what made a rule trigger.
  package mutating func explain(_ transition: AlertTransition, by causes: [Cause]) {
    // One that is under way has a peak that grows: it is the same all the same.
    let found = history.lastIndex {
      guard case .transition(let other) = $0 else { return false }
      return other.rule.name == transition.rule.name && other.group == transition.group
        && other.state == transition.state && other.time == transition.time
    }
    guard let found, case .transition(var explained) = history[found] else { return }
    explained.causes = causes
    history[found] = .transition(explained)
  }

  /// Gives transitions that were judged again the causes that another book knows.
  package mutating func keepCauses(of other: AlertBook) {
    for case .transition(let known) in other.history {
      if let causes = known.causes { explain(known, by: causes) }
    }
  }

  mutating func record(_ event: AlertEvent) {
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
    // Many at a time: all others are moved.
    for event in history.prefix(AlertBook.forgottenAtOnce) { forgotten.add(event) }
    history.removeFirst(AlertBook.forgottenAtOnce)
  }
}

import AccessLog
import Traffic

/// A rule with its windows and its monitors: one of each, or one for each group.
///
/// A page has some kilobytes. Methods that run every second are inlined, since a call from a mutating
/// method would copy the page.
struct RulePage: Sendable {
  /// The rule in the settings of this run.
  private(set) var wanted: AlertRule
  /// The rule as it is now, with a threshold that was changed.
  var rule: AlertRule
  /// What a rule without groups measures.
  var whole: RuleGroup
  /// By the hashes of their names; those that have hits, and those that are not ok.
  var groups: RuleGroups
  /// The index of what is added up for each second; `nil` for all hits.
  var series: Int?
  /// Whether there was more to add up than is kept.
  private(set) var isApproximate = false
  /// The thresholds that are judged in place of the rule's; `nil` without any, and of a rule with groups.
  private var trials: RuleTrials?
  /// What it measured, if that is kept; not of a rule with groups.
  private(set) var trail: RuleTrail?
  /// The state of the series when the windows were counted last.
  private var generation = 0

  init(_ rule: AlertRule, series: Int?) {
    wanted = rule
    self.rule = rule
    self.series = series
    isGrouped = rule.group != nil
    measuresSilence = rule.measure == .silence
    spans = RuleSpans(of: rule)
    whole = RuleGroup(rule)
    groups = RuleGroups(rule)
    trials = isGrouped ? nil : RuleTrials(rule)
  }

  /// Whether each group of a dimension is judged apart.
  let isGrouped: Bool
  private let measuresSilence: Bool
  /// The spans of ``whole``.
  private var spans: RuleSpans

  /// Whether the rule is judged.
  var isOn: Bool { rule.isEnabled }

  /// The same with other texts, and with what was changed while the program ran.
  func continued(as rule: AlertRule) -> RulePage {
    var page = self
    page.wanted = rule
    page.rule = current(rule)
    page.whole.monitor.rule = page.rule
    page.groups.continue(as: rule, threshold: page.rule.threshold)
    return page
  }

  /// An empty page of the same rule, with what was changed while the program ran.
  func begun() -> RulePage {
    var page = RulePage(wanted, series: series)
    page.rule = current(wanted)
    page.setThreshold(rule.threshold)
    if trail != nil { page.keepTrail() }
    return page
  }

  /// Keeps what is measured from now on.
  mutating func keepTrail() {
    if trail == nil, !isGrouped { trail = RuleTrail(of: wanted) }
  }

  /// A rule of the settings with the changes of this run; a silence of the settings that is new counts.
  private func current(_ settings: AlertRule) -> AlertRule {
    var current = settings
    current.threshold = rule.threshold
    current.isEnabled = rule.isEnabled
    if settings.silencedUntil == wanted.silencedUntil {
      current.silencedUntil = rule.silencedUntil
    }
    return current
  }

  /// Whether many thresholds are judged in place of the rule's.
  var isTried: Bool { !wanted.trials.isEmpty }

  /// The page in parts, each with some of the thresholds, if they can share the groups no longer.
  var parts: [RulePage]? {
    guard isTried, isGrouped else { return nil }
    return groups.parts?.map { groups in
      var part = self
      part.groups = groups
      return part
    }
  }

  /// Moves the windows, so that they end with `second`, the one after the last that was judged.
  mutating func move(to second: Instant, in timeline: Timeline) {
    if let series, timeline.selections[series].generation != generation {
      recount(endingAt: second, in: timeline)
    } else {
      advance(to: second.seconds, in: timeline)
    }
  }

  /// Judges the windows as they are, which end with `second`.
  ///
  /// Nothing is said of a window that was not read as a whole, nor, where the rule waits for that, of
  /// one that begins before the first hit or after a base of nothing.
  mutating func judgeWindow(endingAt second: Instant, in timeline: Timeline) -> [AlertTransition] {
    guard let first = firstJudged(in: timeline), second >= first else {
      if !isCovered(second, in: timeline) { beginUncertain() }
      trail?.add(nil, at: second)
      return []
    }
    guard !isGrouped else { return groups.judge(second, rule, names: timeline.groupNames) }
    let reading = reading(in: timeline)
    trail?.add(reading.value, at: second)
    if trials?.isDue(0, isRanked: true, hasChanged: true) == true {
      return trials?.judge(reading, of: 0, endingAt: second) { nil } ?? []
    }
    guard wanted.againstSeconds == nil || reading.base ?? 0 > 0 else { return [] }
    return whole.monitor.judge(reading, endingAt: second).map { [$0] } ?? []
  }

  /// What the rule measures as a whole.
  @inline(__always)
  func reading(in timeline: Timeline) -> Reading {
    guard measuresSilence, whole.window.lastHit == nil else {
      return readingOfHits
    }
    var window = whole.window
    window.lastHit = silentSince(in: timeline)?.seconds
    return spans.reading(of: window)
  }

  /// What the rule measures of the hits of its window, or since the last of them.
  var readingOfHits: Reading { spans.reading(of: whole.window) }

  /// From when on there was no hit if none was measured; `nil` before the first hit.
  @inline(__always)
  private func silentSince(in timeline: Timeline) -> Instant? {
    timeline.firstHit.map { first in max(first, covered(in: timeline) ?? first) }
  }

  /// Makes the state uncertain until the lines show it.
  mutating func beginUncertain() {
    whole.monitor.isCertain = false
    groups.isCertain = false
  }

  /// Whether the state follows from what was read, with the beginnings of alerts under way.
  var isCertain: Bool {
    guard !isGrouped else { return groups.isCertain && groups.allBeginningsAreKnown }
    return whole.monitor.isCertain && whole.monitor.underWay?.beganBefore != true
  }

  /// Changes the threshold.
  mutating func setThreshold(_ threshold: Double) {
    rule.threshold = threshold
    whole.monitor.rule.threshold = threshold
    groups.setThreshold(threshold)
  }

  /// The first second that can be judged; `nil` before the first hit.
  @inline(__always)
  private func firstJudged(in timeline: Timeline) -> Instant? {
    var first = Instant(.min)
    // How long it has been silent at least is known at any second.
    if let covered = covered(in: timeline), !measuresSilence {
      first = covered + (wanted.spanSeconds - 1)
    }
    guard wanted.waitsForFirstHit else { return first }
    guard let firstHit = timeline.firstHit else { return nil }
    return max(first, firstHit + (wanted.spanSeconds - 1))
  }

  /// The first second of which all is known that the rule looks at; `nil` if nothing was left out.
  @inline(__always)
  private func covered(in timeline: Timeline) -> Instant? {
    let summedSince = series.map { timeline.selections[$0].coveredSince } ?? timeline.summedSince
    guard let summedSince, let all = timeline.coveredSince else {
      return summedSince ?? timeline.coveredSince
    }
    return max(summedSince, all)
  }

  @inline(__always)
  private func isCovered(_ second: Instant, in timeline: Timeline) -> Bool {
    SecondRing.isRead(window: wanted.spanSeconds, endingAt: second, since: covered(in: timeline))
  }

  /// The first second at which the verdict may change although no hit comes and none leaves the window;
  /// `nil` if there is none.
  func nextVerdict(in timeline: Timeline) -> Instant? {
    guard let last = timeline.lastClosed else { return nil }
    if let first = firstJudged(in: timeline), first > last { return first }
    let due = isGrouped ? groups.due : trials.map(\.due) ?? whole.monitor.due
    guard measuresSilence else { return due }
    // The first second at which one who has been silent since then reaches or passes one of the values.
    func crossing(of ends: [Double], since: Int?) -> Instant? {
      guard let since else { return nil }
      let silences: [Int] = ends.filter { $0 < 1e9 }
        .flatMap { [Int($0) + 1, Int($0.rounded(.up))] }
      return silences.map { Instant(since + $0) }.filter { $0 > last }.min()
    }
    let own = [rule.threshold, rule.recovery ?? rule.threshold]
    var seconds = [due.flatMap { $0 > last ? $0 : nil }]
    if !isGrouped {
      let since = whole.window.lastHit ?? silentSince(in: timeline)?.seconds
      seconds.append(crossing(of: trials?.ends ?? own, since: since))
    } else if isTried {
      seconds += groups.trialEnds.map { crossing(of: $0.ends, since: $0.lastHit) }
    } else {
      seconds += groups.notOk.map { crossing(of: own, since: $0.window.lastHit) }
    }
    return seconds.compactMap(\.self).min()
  }
}

// How the windows move.
extension RulePage {
  private mutating func advance(to last: Int, in timeline: Timeline) {
    let window = wanted.windowSeconds
    let content = spans.content
    forEachCell(of: last, in: timeline) { $0.enter($1, at: last, content) }
    forEachCell(of: last - window, in: timeline) { $0.leave($1, content) }
    if wanted.againstSeconds != nil {
      forEachCell(of: last - wanted.spanSeconds, in: timeline) { $0.leaveBase($1, content) }
    }
    setEnd(last, in: timeline)
  }

  /// Adds what came for a second that has been judged; the windows end with `end`.
  mutating func add(
    _ correction: Correction, endingAt end: Instant, in timeline: Timeline
  ) {
    let second = correction.second.seconds
    let isIn = correction.isIn(window: wanted.windowSeconds, endingAt: end)
    let isInBase =
      correction.isIn(window: wanted.againstSeconds ?? 0, endingAt: end - wanted.windowSeconds)
    let content = spans.content
    for cell in cells(of: correction.sums) {
      change(cell.group, at: second) { window in
        if isIn {
          window.enter(cell, at: second, content)
        } else if isInBase {
          window.enterBase(cell, content)
        }
        window.noteHit(cell, at: second)
      }
    }
    if isGrouped { groups.forgetSmallest(timeline.groupNames, beyond: RuleGroups.mostCounted) }
  }

  /// Counts the windows that end with `end` again from the seconds.
  ///
  /// - Complexity: O(window).
  mutating func recount(endingAt end: Instant, in timeline: Timeline) {
    let (last, window, content) = (end.seconds, wanted.windowSeconds, spans.content)
    if let series { generation = timeline.selections[series].generation }
    let lastHit = whole.window.lastHit
    whole.window = spans.emptyWindow
    whole.window.lastHit = lastHit
    groups.emptyWindows()
    setEnd(last, in: timeline)
    if let against = wanted.againstSeconds {
      for second in last - window - against + 1...last - window {
        forEachCell(of: second, in: timeline) { window, cell in
          window.enterBase(cell, content)
          window.noteHit(cell, at: second)
        }
        groups.forgetSmallest(timeline.groupNames, beyond: RuleGroups.mostCounted)
      }
    }
    for second in last - window + 1...last {
      forEachCell(of: second, in: timeline) { $0.enter($1, at: second, content) }
      groups.forgetSmallest(timeline.groupNames, beyond: RuleGroups.mostCounted)
    }
    setEnd(last, in: timeline)
    groups.forgetEmpty()
  }

  private mutating func setEnd(_ last: Int, in timeline: Timeline) {
    if let series, !timeline.selections[series].isExact { isApproximate = true }
    let clientsForOne = series.map { timeline.selections[$0].clientsForOne } ?? 1
    guard isGrouped else { return spans.setEnd(last, clientsForOne: clientsForOne) }
    groups.setEnd(last, clientsForOne: clientsForOne)
  }

  /// Calls a function with the sums of a second, each with the window of its group.
  private mutating func forEachCell(
    of second: Int, in timeline: Timeline, _ body: (inout RuleWindow, SelectionCell) -> Void
  ) {
    guard let series else {
      return body(&whole.window, plain(timeline.seconds[second]))
    }
    guard timeline.selections[series].selection.hasCells else {
      return body(&whole.window, timeline.selections[series][second])
    }
    timeline.selections[series].forEachCell(of: second) { cell in
      change(cell.group, at: second) { body(&$0, cell) }
    }
  }

  private mutating func change(
    _ group: UInt64, at second: Int, _ body: (inout RuleWindow) -> Void
  ) {
    guard isGrouped else { return body(&whole.window) }
    groups.change(group, at: second, body)
  }

  private func cells(of sums: SecondSums) -> [SelectionCell] {
    guard let series else { return [plain(sums.all)] }
    return sums.selected.lazy.filter { $0.selection == series }.map(\.cell)
  }

  private func plain(_ sums: HitSums) -> SelectionCell {
    SelectionCell(hits: sums.hits, extra: wanted.measure.extra(of: sums))
  }
}

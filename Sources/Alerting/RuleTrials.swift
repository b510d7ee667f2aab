import AccessLog
import Traffic

/// Judges a rule with many thresholds at once.
///
/// What a window measures, and which groups have the most hits, does not depend on the threshold. All
/// thresholds therefore share the windows and readings of the rule; only where the alert stands is kept for
/// each. A group is judged again only if its reading may be another or time alone may change its phases: by
/// the same reading an alert stays as it is that was ok or under way at the last second too.
struct RuleTrials: Sendable {
  /// How one group stands, or all hits together.
  private struct Standing: Sendable {
    /// With each threshold; empty while the alert is ok with all.
    var phases: [AlertPhase] = []
    /// Whether the passing of time alone may change a phase.
    var isWaiting = false
    /// Whether it was among those that are judged while they are ok.
    var isRanked = false
  }

  private let rule: AlertRule
  private var trials: [AlertRule.Trial]
  /// By the place of the group.
  private var standings: [Standing] = []
  /// Whether the passing of time alone may change a phase of those judged since it was set to `false`.
  var isWaiting = false

  /// `nil` for a rule that is judged by its own threshold only.
  init?(_ rule: AlertRule) {
    guard !rule.trials.isEmpty else { return nil }
    trials = rule.trials
    self.rule = rule
  }

  /// Whether there is more than one threshold.
  var areMany: Bool { trials.count > 1 }

  /// Whether the alert of a group is ok with every threshold.
  func isOk(_ place: Int) -> Bool {
    place >= standings.count || standings[place].phases.isEmpty
  }

  /// Whether a group has to be judged at this second; `isRanked` says whether it is while it is ok.
  mutating func isDue(_ place: Int, isRanked: Bool, hasChanged: Bool) -> Bool {
    while standings.count <= place { standings.append(Standing()) }
    let wasRanked = standings[place].isRanked
    standings[place].isRanked = isRanked
    let isDue = hasChanged || standings[place].isWaiting || isRanked && !wasRanked
    return isDue && (isRanked || !standings[place].phases.isEmpty)
  }

  /// Judges the window of a group, and returns the triggers.
  mutating func judge(
    _ reading: Reading, of place: Int, endingAt second: Instant, name: () -> [UInt8]?
  ) -> [AlertTransition] {
    var triggers: [AlertTransition] = []
    // Taken out, so that they are not copied.
    var phases: [AlertPhase] = []
    swap(&phases, &standings[place].phases)
    if phases.isEmpty { phases = Array(repeating: AlertPhase(), count: trials.count) }
    let (rule, isRanked) = (rule, standings[place].isRanked)
    var (isOk, isWaiting) = (true, false)
    for index in phases.indices {
      var phase = phases[index]
      if !isRanked, phase.isIdle { continue }
      let happened = phase.judge(
        reading, by: rule, threshold: trials[index].threshold, lacksData: false, endingAt: second)
      phases[index] = phase
      if !phase.isIdle { isOk = false }
      // A rule may recover at a value at which its condition holds: then it triggers again.
      if phase.holdsSince != nil || happened != nil { isWaiting = true }
      guard happened == .triggered else { continue }
      triggers.append(trigger(index, of: name(), reading, at: second))
    }
    standings[place].isWaiting = isWaiting
    if isWaiting { self.isWaiting = true }
    if !isOk { swap(&phases, &standings[place].phases) }
    return triggers
  }

  private func trigger(
    _ index: Int, of name: [UInt8]?, _ reading: Reading, at second: Instant
  ) -> AlertTransition {
    var tried = rule
    tried.name = trials[index].name
    tried.threshold = trials[index].threshold
    tried.trials = []
    var trigger = AlertTransition(rule: tried, state: .triggered, time: second, reading: reading)
    trigger.group = name
    return trigger
  }

  /// Forgets a group.
  mutating func forget(_ place: Int) {
    if place < standings.count { standings[place] = Standing() }
  }

  /// The first second at which an alert triggers or recovers if nothing changes but the time.
  var due: Instant? {
    standings.lazy.filter(\.isWaiting).compactMap { standing in
      standing.phases.lazy.compactMap { $0.due(rule) }.min()
    }.min()
  }

  /// The values at which a group triggers or recovers whose alert is not ok with all thresholds.
  func ends(of place: Int) -> [Double] {
    guard !isOk(place) else { return [] }
    return trials.indices.filter { !standings[place].phases[$0].isIdle }.flatMap(ends(ofTrial:))
  }

  /// All values at which the rule triggers or recovers.
  var ends: [Double] { trials.indices.flatMap(ends(ofTrial:)) }

  private func ends(ofTrial index: Int) -> [Double] {
    [trials[index].threshold, rule.recovery ?? trials[index].threshold]
  }

  /// The trials in parts; in each part the same groups are ok.
  var parts: [RuleTrials] {
    var indices: [[Int]: [Int]] = [:]
    for index in trials.indices {
      let notOk = standings.indices.filter { place in
        !isOk(place) && !standings[place].phases[index].isIdle
      }
      indices[notOk, default: []].append(index)
    }
    return indices.values.sorted { $0[0] < $1[0] }.map(keeping)
  }

  /// Only some of the trials.
  private func keeping(_ indices: [Int]) -> RuleTrials {
    var part = self
    part.trials = indices.map { trials[$0] }
    for place in standings.indices where !isOk(place) {
      let phases = indices.map { standings[place].phases[$0] }
      part.standings[place].phases = phases.allSatisfy(\.isIdle) ? [] : phases
    }
    return part
  }
}

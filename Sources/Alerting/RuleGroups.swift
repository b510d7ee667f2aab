import AccessLog
import Traffic

/// The groups of a rule that judges each apart.
///
/// Only those are looked at each second whose windows changed, and those of which the condition holds or
/// that are not ok.
struct RuleGroups: Sendable {
  /// How many groups are judged, those with the most hits, beside those that are not ok.
  static let judgedCount = 100
  /// Up to how many groups a window may have before the smallest are forgotten.
  static let mostGroups = 4_096

  private var wanted: AlertRule
  private(set) var rule: AlertRule
  private let measure: MeasureDefinition
  /// What each group adds up to; small, since there may be thousands.
  private var windows: [UInt64: GroupWindow] = [:]
  /// Of the groups that are pending or have triggered.
  private var monitors: [UInt64: AlertMonitor] = [:]
  /// Those whose windows have changed since the last verdict.
  private var changed: Set<UInt64> = []
  /// Those of which the condition held at the last verdict, or that are not ok.
  private var hot: Set<UInt64> = []
  /// Whether any group was forgotten that had hits.
  private(set) var hasForgotten = false
  private var end = 0
  private var clientsForOne = 1
  /// Whether a source of lines cannot be read.
  var lacksData = false
  /// Whether a group of which the condition holds was seen without it before.
  var isCertain = true

  init(_ rule: AlertRule) {
    wanted = rule
    self.rule = rule
    measure = rule.measure.definition
  }

  /// The groups that are pending or have triggered.
  var notOk: [RuleGroup] { notOkByHash.map(\.group) }

  /// The same with the hashes of their names, by these.
  var notOkByHash: [(hash: UInt64, group: RuleGroup)] {
    monitors.sorted { $0.key < $1.key }.map { hash, monitor in
      var group = RuleGroup(wanted)
      group.monitor = monitor
      if let window = windows[hash]?.window { group.window = window }
      return (hash, group)
    }
  }

  var allBeginningsAreKnown: Bool {
    monitors.values.allSatisfy { $0.underWay?.beganBefore != true }
  }

  /// The first second at which a group triggers or recovers if nothing changes but the time.
  var due: Instant? { monitors.values.lazy.compactMap(\.due).min() }

  mutating func setThreshold(_ threshold: Double) {
    rule.threshold = threshold
    for hash in monitors.keys { monitors[hash]?.rule.threshold = threshold }
    changed.formUnion(windows.keys)
  }

  /// Goes on with a rule that has other texts.
  mutating func `continue`(as rule: AlertRule, threshold: Double) {
    wanted = rule
    self.rule = rule
    self.rule.threshold = threshold
    for hash in monitors.keys { monitors[hash]?.rule = self.rule }
  }

  mutating func setEnd(_ end: Int, clientsForOne: Int) {
    self.end = end
    self.clientsForOne = clientsForOne
  }

  /// Changes the window of a group by what a second has of it.
  mutating func change(
    _ group: UInt64, at second: Int, _ body: (inout RuleWindow) -> Void
  ) {
    if let place = windows.index(forKey: group) {
      guard second >= windows.values[place].since else { return }
      body(&windows.values[place].window)
    } else {
      var new = GroupWindow(window: RuleWindow(of: wanted), since: hasForgotten ? second : .min)
      body(&new.window)
      windows[group] = new
    }
    changed.insert(group)
  }

  /// Empties all windows before they are counted again.
  mutating func emptyWindows() {
    for (group, known) in windows {
      windows[group]?.window = RuleWindow(of: wanted)
      windows[group]?.window.lastHit = known.window.lastHit
      changed.insert(group)
    }
  }

  /// Judges the windows that end with `second`; the groups are in the order of their names.
  mutating func judge(
    _ second: Instant, _ rule: AlertRule, names: GroupNames
  ) -> [AlertTransition] {
    forgetSmallest(names)
    // The passing of time alone changes how long each has been silent.
    let candidates = wanted.measure == .silence ? Set(windows.keys) : changed
    for group in candidates { look(at: group) }
    forgetEmpty()
    defer { isCertain = true }
    guard !hot.isEmpty else { return [] }
    var transitions: [AlertTransition] = []
    // A group that is not ok may have no hits in any second that is kept, and no name there.
    let ordered = hot.map { (hash: $0, name: monitors[$0]?.group ?? names[$0]) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    // Once for all of them: while many groups are hot, comparing each with each would take seconds.
    lazy var last = lastJudged(names)
    for (hash, name) in ordered {
      guard let window = windows[hash]?.window else { continue }
      let known = monitors[hash]
      if known == nil {
        let hits = window.sums.hits
        guard hits > 0 else { continue }
        if let last,
          hits < last.hits || hits == last.hits && last.name.lexicographicallyPrecedes(name)
        {
          continue
        }
      }
      let reading = reading(of: window)
      guard wanted.againstSeconds == nil || reading.base ?? 0 > 0 else { continue }
      var monitor = known ?? AlertMonitor(rule: rule)
      if known == nil { monitor.isCertain = isCertain }
      monitor.group = name
      monitor.lacksData = lacksData
      if let transition = monitor.judge(reading, endingAt: second) {
        transitions.append(transition)
      }
      monitors[hash] = monitor.isIdle ? nil : monitor
      if monitor.isIdle, !rule.isBreached(by: reading) { hot.remove(hash) }
    }
    return transitions
  }

  /// What a group measures now.
  func reading(of window: RuleWindow) -> Reading {
    var window = window
    window.setEnd(end, clientsForOne: clientsForOne)
    return window.reading(by: measure)
  }

  private mutating func look(at hash: UInt64) {
    guard monitors[hash] == nil, let window = windows[hash]?.window else { return }
    if rule.isBreached(by: reading(of: window)) { hot.insert(hash) } else { hot.remove(hash) }
  }

  /// Forgets groups that have nothing left and are ok.
  mutating func forgetEmpty() {
    for hash in changed {
      guard monitors[hash] == nil, windows[hash]?.window.isEmpty == true else { continue }
      windows[hash] = nil
      hot.remove(hash)
    }
    changed.removeAll(keepingCapacity: true)
  }

  /// The last of the groups that are judged, in the order of most hits and then of names; `nil` if all are.
  ///
  /// - Complexity: O(groups log groups).
  private func lastJudged(_ names: GroupNames) -> (hits: Int, name: [UInt8])? {
    guard windows.count > RuleGroups.judgedCount else { return nil }
    let last = RuleGroups.judgedCount - 1
    let hits = windows.values.map(\.window.sums.hits).sorted(by: >)[last]
    let more = windows.values.count { $0.window.sums.hits > hits }
    let equal = windows.lazy.filter { $0.value.window.sums.hits == hits }.map { names[$0.key] }
      .sorted { $0.lexicographicallyPrecedes($1) }
    return (hits, equal[last - more])
  }

  /// Keeps those that are not ok, and of the others those with the most hits, if there are too many.
  private mutating func forgetSmallest(_ names: GroupNames) {
    guard windows.count > RuleGroups.mostGroups else { return }
    hasForgotten = true
    let kept = RuleGroups.mostGroups / 2
    var idle: [(hash: UInt64, hits: Int)] = []
    idle.reserveCapacity(windows.count)
    for (hash, group) in windows where monitors[hash] == nil {
      idle.append((hash, group.window.sums.hits + (group.window.base?.hits ?? 0)))
    }
    guard idle.count > kept else { return }
    // Only those are compared by their names that have as many hits as the last that is kept.
    let least = idle.map(\.hits).sorted(by: >)[kept - 1]
    let greater = idle.count { $0.hits > least }
    let equal = idle.filter { $0.hits == least }.map { (hash: $0.hash, name: names[$0.hash]) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    for (hash, hits) in idle where hits < least { forget(hash) }
    for (hash, _) in equal.dropFirst(kept - greater) { forget(hash) }
  }

  private mutating func forget(_ hash: UInt64) {
    windows[hash] = nil
    hot.remove(hash)
    changed.remove(hash)
  }

  /// Puts a group where it stood.
  mutating func restore(_ hash: UInt64, _ group: RuleGroup) {
    windows[hash] = GroupWindow(window: group.window, since: .min)
    guard !group.monitor.isIdle else { return }
    monitors[hash] = group.monitor
    hot.insert(hash)
  }
}

/// What one group adds up to.
private struct GroupWindow: Sendable {
  var window: RuleWindow
  /// The first second that is counted.
  ///
  /// Later than the first of the log if the group was forgotten and came again.
  var since: Int
}

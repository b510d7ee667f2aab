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
  private(set) var groups: [UInt64: RuleGroup] = [:]
  /// Those whose windows have changed since the last verdict.
  private var changed: Set<UInt64> = []
  /// Those of which the condition held at the last verdict, or that are not ok.
  private var hot: Set<UInt64> = []
  /// Whether any group was forgotten that had hits.
  private var hasForgotten = false
  private var end = 0
  private var clientsForOne = 1
  /// Whether a source of lines cannot be read.
  var lacksData = false
  /// Whether a group of which the condition holds was seen without it before.
  var isCertain = true

  init(_ rule: AlertRule) {
    wanted = rule
    self.rule = rule
  }

  /// The groups that are pending or have triggered.
  var notOk: [RuleGroup] { hot.compactMap { groups[$0] }.filter { !$0.isIdle } }

  var allBeginningsAreKnown: Bool { notOk.allSatisfy { $0.monitor.underWay?.beganBefore != true } }

  /// The first second at which a group triggers or recovers if nothing changes but the time.
  var due: Instant? { notOk.compactMap(\.monitor.due).min() }

  mutating func setThreshold(_ threshold: Double) {
    rule.threshold = threshold
    for group in groups.keys {
      groups[group]?.monitor.rule.threshold = threshold
      changed.insert(group)
    }
  }

  /// Goes on with a rule that has other texts.
  mutating func `continue`(as rule: AlertRule, threshold: Double) {
    wanted = rule
    self.rule = rule
    self.rule.threshold = threshold
    for group in groups.keys { groups[group]?.monitor.rule = self.rule }
  }

  mutating func setEnd(_ end: Int, clientsForOne: Int) {
    self.end = end
    self.clientsForOne = clientsForOne
  }

  /// Changes the window of a group by what a second has of it.
  mutating func change(
    _ group: UInt64, at second: Int, _ body: (inout RuleWindow) -> Void
  ) {
    if groups[group] == nil {
      var new = RuleGroup(wanted)
      new.monitor.rule = rule
      if hasForgotten { new.since = second }
      groups[group] = new
    }
    guard second >= groups[group]?.since ?? .min else { return }
    if let place = groups.index(forKey: group) { body(&groups.values[place].window) }
    changed.insert(group)
  }

  /// Empties all windows before they are counted again.
  mutating func emptyWindows() {
    for group in groups.keys {
      let lastHit = groups[group]?.window.lastHit
      groups[group]?.window = RuleWindow(of: wanted)
      groups[group]?.window.lastHit = lastHit
      changed.insert(group)
    }
  }

  /// Judges the windows that end with `second`; the groups are in the order of their names.
  mutating func judge(
    _ second: Instant, _ rule: AlertRule, names: GroupNames
  ) -> [AlertTransition] {
    forgetSmallest(names)
    // The passing of time alone changes how long each has been silent.
    let candidates = wanted.measure == .silence ? Set(groups.keys) : changed
    for group in candidates { look(at: group) }
    forgetEmpty()
    defer { isCertain = true }
    guard !hot.isEmpty else { return [] }
    var transitions: [AlertTransition] = []
    let ordered = hot.map { (hash: $0, name: names[$0]) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    for (hash, name) in ordered {
      guard var group = groups[hash] else { continue }
      guard !group.isIdle || isAmongGreatest(hash, name, group.window.sums.hits, names) else {
        continue
      }
      let reading = reading(of: group)
      guard wanted.againstSeconds == nil || reading.base ?? 0 > 0 else { continue }
      if group.isIdle { group.monitor.isCertain = isCertain }
      group.monitor.group = name
      group.monitor.lacksData = lacksData
      if let transition = group.monitor.judge(reading, endingAt: second) {
        transitions.append(transition)
      }
      groups[hash] = group
      if group.isIdle, !rule.isBreached(by: reading) { hot.remove(hash) }
    }
    return transitions
  }

  /// What a group measures now.
  func reading(of group: RuleGroup) -> Reading {
    var window = group.window
    window.setEnd(end, clientsForOne: clientsForOne)
    return window.reading
  }

  private mutating func look(at hash: UInt64) {
    guard let group = groups[hash], group.isIdle else { return }
    if rule.isBreached(by: reading(of: group)) { hot.insert(hash) } else { hot.remove(hash) }
  }

  /// Forgets groups that have nothing left and are ok.
  mutating func forgetEmpty() {
    for hash in changed {
      guard let group = groups[hash], group.isIdle, group.window.isEmpty else { continue }
      groups[hash] = nil
      hot.remove(hash)
    }
    changed.removeAll(keepingCapacity: true)
  }

  /// Whether a group is one of those with the most hits in the window; of equal ones, those whose names
  /// come first.
  private func isAmongGreatest(
    _ hash: UInt64, _ name: [UInt8], _ hits: Int, _ names: GroupNames
  ) -> Bool {
    guard hits > 0 else { return false }
    guard groups.count > RuleGroups.judgedCount else { return true }
    var greater = 0
    for (other, group) in groups where other != hash {
      let more = group.window.sums.hits
      if more > hits || more == hits && names[other].lexicographicallyPrecedes(name) {
        greater += 1
        if greater >= RuleGroups.judgedCount { return false }
      }
    }
    return true
  }

  /// Keeps those that are not ok, and of the others those with the most hits, if there are too many.
  private mutating func forgetSmallest(_ names: GroupNames) {
    guard groups.count > RuleGroups.mostGroups else { return }
    hasForgotten = true
    let idle = groups.filter(\.value.isIdle).map { hash, group in
      (hash: hash, hits: group.window.sums.hits + (group.window.base?.hits ?? 0))
    }.sorted { one, other in
      one.hits != other.hits
        ? one.hits > other.hits : names[one.hash].lexicographicallyPrecedes(names[other.hash])
    }
    for (hash, _) in idle.dropFirst(RuleGroups.mostGroups / 2) {
      groups[hash] = nil
      hot.remove(hash)
      changed.remove(hash)
    }
  }

  /// Puts a group where it stood.
  mutating func restore(_ hash: UInt64, _ group: RuleGroup) {
    groups[hash] = group
    if !group.isIdle { hot.insert(hash) }
  }
}

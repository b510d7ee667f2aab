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
  /// The limit while a window is recounted or late hits are added, before the next verdict.
  static let mostCounted = 1 << 14

  private var wanted: AlertRule
  private(set) var rule: AlertRule
  private var spans: RuleSpans
  /// Where the window of each group is, by the hash of its name.
  private var places = HashPlaces()
  /// What each group adds up to; small, since there may be thousands.
  ///
  /// Looked through each second, and therefore not in a dictionary.
  private(set) var windows: [GroupWindow] = []
  /// The places that have no group.
  private var free: [Int] = []
  /// Of the groups that are pending or have triggered, by place.
  private var monitors: [Int: AlertMonitor] = [:]
  /// Those whose windows have changed since the last verdict.
  private(set) var changed: [Int] = []
  /// Those of which the condition held at the last verdict, or that are not ok.
  private var hot: Set<Int> = []
  /// The thresholds that are judged in place of the rule's; without monitors.
  var trials: RuleTrials?
  /// Whether any group was forgotten that had hits.
  private(set) var hasForgotten = false
  /// Whether a source of lines cannot be read.
  var lacksData = false
  /// Whether a group of which the condition holds was seen without it before.
  var isCertain = true

  init(_ rule: AlertRule) {
    wanted = rule
    self.rule = rule
    spans = RuleSpans(of: rule)
    trials = RuleTrials(rule)
  }

  /// How many groups have a window.
  var count: Int { places.count }

  private var usedPlaces: [Int] { windows.indices.filter { windows[$0].isUsed } }

  /// The passing of time alone changes how long each has been silent.
  var measuresSilence: Bool { wanted.measure == .silence }

  /// The groups that are pending or have triggered.
  var notOk: [RuleGroup] { notOkByHash.map(\.group) }

  /// The same with the hashes of their names, by these.
  var notOkByHash: [(hash: UInt64, group: RuleGroup)] {
    monitors.map { place, monitor in
      var group = RuleGroup(wanted)
      group.monitor = monitor
      group.window = windows[place].window
      return (windows[place].hash, group)
    }.sorted { $0.hash < $1.hash }
  }

  var allBeginningsAreKnown: Bool {
    monitors.values.allSatisfy { $0.underWay?.beganBefore != true }
  }

  /// The first second at which a group triggers or recovers if nothing changes but the time.
  var due: Instant? {
    trials.map(\.due) ?? monitors.values.lazy.compactMap(\.due).min()
  }

  mutating func setThreshold(_ threshold: Double) {
    rule.threshold = threshold
    for place in monitors.keys { monitors[place]?.rule.threshold = threshold }
    for place in usedPlaces { noteChange(of: place) }
  }

  /// Goes on with a rule that has other texts.
  mutating func `continue`(as rule: AlertRule, threshold: Double) {
    wanted = rule
    self.rule = rule
    self.rule.threshold = threshold
    for place in monitors.keys { monitors[place]?.rule = self.rule }
  }

  mutating func setEnd(_ end: Int, clientsForOne: Int) {
    spans.setEnd(end, clientsForOne: clientsForOne)
  }

  /// Changes the window of a group by what a second has of it.
  @inline(__always)
  mutating func change(
    _ group: UInt64, at second: Int, _ body: (inout RuleWindow) -> Void
  ) {
    if let place = places[group] {
      guard second >= windows[place].since else { return }
      body(&windows[place].window)
      noteChange(of: place)
    } else {
      let place = add(group, spans.emptyWindow, since: hasForgotten ? second : .min)
      body(&windows[place].window)
      noteChange(of: place)
    }
  }

  private mutating func noteChange(of place: Int) {
    guard !windows[place].hasChanged else { return }
    windows[place].hasChanged = true
    changed.append(place)
  }

  private mutating func add(_ hash: UInt64, _ window: RuleWindow, since: Int) -> Int {
    let place = free.popLast() ?? windows.count
    let new = GroupWindow(hash: hash, window: window, since: since)
    if place < windows.count { windows[place] = new } else { windows.append(new) }
    places[hash] = place
    return place
  }

  /// Empties all windows before they are counted again.
  mutating func emptyWindows() {
    for place in usedPlaces {
      let lastHit = windows[place].window.lastHit
      windows[place].window = spans.emptyWindow
      windows[place].window.lastHit = lastHit
      noteChange(of: place)
    }
  }

  /// Judges the windows that end with `second`; the groups are in the order of their names.
  mutating func judge(
    _ second: Instant, _ rule: AlertRule, names: GroupNames
  ) -> [AlertTransition] {
    forgetSmallest(names)
    guard trials == nil else { return judgeTrials(second, names: names) }
    for place in measuresSilence ? usedPlaces : changed { look(at: place) }
    forgetEmpty()
    defer { isCertain = true }
    guard !hot.isEmpty else { return [] }
    var transitions: [AlertTransition] = []
    for (place, name) in judged(names) {
      let reading = reading(ofGroupAt: place)
      guard wanted.againstSeconds == nil || reading.base ?? 0 > 0 else { continue }
      var monitor = monitors[place] ?? newMonitor(rule, name)
      monitor.lacksData = lacksData
      if let transition = monitor.judge(reading, endingAt: second) {
        transitions.append(transition)
      }
      let isIdle = monitor.isIdle
      monitors[place] = isIdle ? nil : monitor
      guard isIdle, !rule.isBreached(by: reading) else { continue }
      hot.remove(place)
      if windows[place].window.isEmpty { forget(place) }
    }
    return transitions
  }

  private func newMonitor(_ rule: AlertRule, _ name: [UInt8]) -> AlertMonitor {
    var monitor = AlertMonitor(rule: rule)
    monitor.group = name
    monitor.isCertain = isCertain
    return monitor
  }

  /// The groups that are to be judged, in the order of their names.
  private func judged(_ names: GroupNames) -> [(place: Int, name: [UInt8])] {
    var judged: [(place: Int, name: [UInt8])] = []
    // Once for all of them: while many groups are hot, comparing each with each would take seconds.
    lazy var last = lastJudged(names)
    for place in hot {
      // A group that is not ok may have no hits in any second that is kept, and no name there.
      if monitors.index(forKey: place) != nil {
        judged.append((place, monitors[place]?.group ?? names[windows[place].hash]))
      } else if isRanked(place, last: last, names) {
        judged.append((place, names[windows[place].hash]))
      }
    }
    return judged.sorted { $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// What a group measures now.
  func reading(of window: RuleWindow) -> Reading { spans.reading(of: window) }

  func reading(ofGroupAt place: Int) -> Reading { spans.reading(of: windows[place].window) }

  private mutating func look(at place: Int) {
    guard windows[place].isUsed, monitors.index(forKey: place) == nil else { return }
    if rule.isBreached(by: reading(ofGroupAt: place)) {
      hot.insert(place)
    } else {
      hot.remove(place)
    }
  }

  /// Forgets groups that have nothing left and are ok.
  mutating func forgetEmpty() {
    for place in changed where windows[place].hasChanged {
      windows[place].hasChanged = false
      if windows[place].window.isEmpty, isOk(place) { forget(place) }
    }
    changed.removeAll(keepingCapacity: true)
  }

  private func isOk(_ place: Int) -> Bool {
    trials?.isOk(place) ?? (monitors.index(forKey: place) == nil)
  }

  /// Whether a group is among those that are judged while they are ok, `last` being the last of them.
  func isRanked(_ place: Int, last: LastJudged?, _ names: GroupNames) -> Bool {
    let hits = windows[place].window.sums.hits
    guard hits > 0 else { return false }
    guard let last, hits <= last.hits else { return true }
    return hits == last.hits
      && !last.name.lexicographicallyPrecedes(names[windows[place].hash])
  }

  /// The last of the groups that are judged, in the order of most hits and then of names; `nil` if all
  /// are that have hits.
  ///
  /// - Complexity: O(groups) on average.
  func lastJudged(_ names: GroupNames) -> LastJudged? {
    let count = RuleGroups.judgedCount
    guard places.count > count else { return nil }
    var hits: [Int] = []
    hits.reserveCapacity(places.count)
    for place in windows.indices where windows[place].isUsed {
      hits.append(windows[place].window.sums.hits)
    }
    hits.moveFirst(count, by: >)
    guard let least = hits[..<count].min(), least > 0 else { return nil }
    let equalCount = hits[..<count].count { $0 == least }
    var equal: [[UInt8]] = []
    for place in windows.indices
    where windows[place].isUsed && windows[place].window.sums.hits == least {
      equal.append(names[windows[place].hash])
    }
    equal.moveFirst(equalCount) { $0.lexicographicallyPrecedes($1) }
    return equal[..<equalCount].max { $0.lexicographicallyPrecedes($1) }
      .map { LastJudged(hits: least, name: $0) }
  }

  /// Keeps those that are not ok, and of the others those with the most hits, if there are too many.
  mutating func forgetSmallest(_ names: GroupNames, beyond count: Int = mostGroups) {
    guard places.count > count else { return }
    hasForgotten = true
    var idle: [WeighedGroup] = []
    idle.reserveCapacity(places.count)
    for place in windows.indices where windows[place].isUsed && isOk(place) {
      let window = windows[place].window
      idle.append(
        WeighedGroup(
          hash: windows[place].hash, hits: window.sums.hits + (window.base?.hits ?? 0)))
    }
    let forgotten = idle.smallest(beyond: RuleGroups.mostGroups / 2, names)
    for place in usedPlaces where forgotten.contains(windows[place].hash) { forget(place) }
    closeGaps()
  }

  /// Frees the memory of unused places after a burst of groups.
  private mutating func closeGaps() {
    guard trials == nil, windows.count > 4 * RuleGroups.mostGroups,
      places.count < windows.count / 4
    else { return }
    let old = windows
    var moved = Array(repeating: -1, count: old.count)
    windows = []
    windows.reserveCapacity(RuleGroups.mostGroups)
    places = HashPlaces()
    free = []
    for place in old.indices where old[place].isUsed {
      moved[place] = windows.count
      places[old[place].hash] = windows.count
      windows.append(old[place])
    }
    changed = changed.map { moved[$0] }.filter { $0 >= 0 }
    hot = Set(hot.map { moved[$0] })
    monitors = Dictionary(uniqueKeysWithValues: monitors.map { (moved[$0.key], $0.value) })
  }

  /// Forgets a group that is ok.
  mutating func forget(_ place: Int) {
    guard windows[place].isUsed else { return }
    places[windows[place].hash] = nil
    // Its window is emptied: it may be large.
    windows[place] = GroupWindow(hash: 0, window: spans.emptyWindow, since: .min)
    windows[place].isUsed = false
    free.append(place)
    hot.remove(place)
    trials?.forget(place)
  }

  /// Puts a group where it stood.
  mutating func restore(_ hash: UInt64, _ group: RuleGroup) {
    if let known = places[hash] {
      monitors[known] = nil
      forget(known)
    }
    let place = add(hash, group.window, since: .min)
    guard !group.monitor.isIdle else { return }
    monitors[place] = group.monitor
    hot.insert(place)
  }
}

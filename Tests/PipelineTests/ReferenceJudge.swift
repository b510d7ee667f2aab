import AccessLog
import Alerting
import Query
import Traffic

/// One rule, written down as plainly as possible: each second's window is added up from nothing.
struct ReferenceJudge {
  /// What was read so far.
  struct Log {
    /// The hits of each second that has any.
    var hits: [Int: [ReferenceWatch.Entry]]
    var malformed: [Int: Int]
    var firstHit: Int?
    /// The newest second that has a hit or a malformed line.
    var newest = Int.min
  }

  typealias Condition = @Sendable (ReferenceWatch.Entry) -> Bool

  /// Filters, and what they mean.
  static let filters: [(text: String, matches: Condition)] = [
    ("status >= 500", { $0.status >= 500 }),
    ("status>=400 and status<600", { $0.status >= 400 && $0.status < 600 }),
    ("not method = GET", { $0.method != Array("GET".utf8) }),
    ("section = /3 or bytes > 30", { $0.section == Array("/3".utf8) || $0.bytes > 30 }),
    ("status = 999", { $0.status == 999 }),
  ]

  /// How one group stands, or all hits together.
  private struct State {
    var trigger: AlertTransition?
    /// The judged seconds in a row at which the condition held, or the recovery once it triggered.
    var run: [Int] = []
  }

  let rule: AlertRule
  private let isCounted: Condition
  private let isPart: Condition
  /// By the name of the group; `[]` for all hits.
  private var states: [[UInt8]: State] = [:]
  /// What the rule without groups triggered with, while it is under way.
  var trigger: AlertTransition? { states[[]]?.trigger }

  init(_ rule: AlertRule) {
    self.rule = rule
    isCounted = ReferenceJudge.condition(rule.filter)
    isPart =
      switch rule.measure {
      case .share(.errors): { $0.status >= 400 && $0.status < 600 }
      case .share(.matching(let filter)): ReferenceJudge.condition(filter)
      default: { _ in true }
      }
  }

  private static func condition(_ filter: Filter?) -> Condition {
    guard let filter else { return { _ in true } }
    guard let known = filters.first(where: { $0.text == filter.text }) else {
      preconditionFailure("there is no plain filter '\(filter.text)'")
    }
    return known.matches
  }

  private func name(_ entry: ReferenceWatch.Entry) -> [UInt8] {
    switch rule.group?.name {
    case "section": entry.section
    case "client": entry.client
    case "method": entry.method
    case nil: []
    default: preconditionFailure("there is no plain dimension")
    }
  }

  mutating func judge(_ second: Int, _ log: Log) -> [AlertTransition] {
    let start = second - rule.windowSeconds + 1
    let first = start - (rule.againstSeconds ?? 0)
    if rule.side == .below || rule.againstSeconds != nil {
      guard let begin = log.firstHit, first >= begin else { return [] }
    }
    let window = hits(start...second, log)
    let base = rule.againstSeconds == nil ? [] : hits(first...start - 1, log)
    guard rule.group != nil else {
      return judge([], second, window, base, log).map { [$0] } ?? []
    }
    let groups = Dictionary(grouping: window, by: name)
    let bases = Dictionary(grouping: base, by: name)
    let greatest = groups.sorted {
      $0.value.count != $1.value.count
        ? $0.value.count > $1.value.count : $0.key.lexicographicallyPrecedes($1.key)
    }.prefix(100).map(\.key)
    let notOk = states.filter { $0.value.trigger != nil || !$0.value.run.isEmpty }.map(\.key)
    return Set(greatest + notOk).sorted { $0.lexicographicallyPrecedes($1) }
      .compactMap { judge($0, second, groups[$0] ?? [], bases[$0] ?? [], log) }
  }

  private mutating func judge(
    _ group: [UInt8], _ second: Int, _ window: [ReferenceWatch.Entry],
    _ base: [ReferenceWatch.Entry], _ log: Log
  ) -> AlertTransition? {
    var state = states[group] ?? State()
    defer { states[group] = state }
    let start = second - rule.windowSeconds + 1
    var reading = Reading(hits: window.count, value: value(window, group, start...second, log))
    var limit = rule.threshold
    var recovery = rule.recovery ?? rule.threshold
    if let against = rule.againstSeconds {
      guard let value = value(base, group, start - against...start - 1, log), value > 0 else {
        return nil
      }
      reading.base = value
      limit = value * rule.threshold
      recovery = value * (rule.recovery ?? rule.threshold)
    }
    // What does not exist, or is of too few hits, is no reason to alert and one to recover.
    let counted = reading.hits < rule.minimumHits ? nil : reading.value
    func isWorse(_ one: Double, _ other: Double) -> Bool {
      rule.side == .above ? one > other : one < other
    }
    func transition(
      _ kind: AlertTransition.State, since: Int? = nil, peak: Double? = nil
    ) -> AlertTransition {
      var transition = AlertTransition(
        rule: rule, state: kind, time: Instant(second), reading: reading,
        triggerTime: since.map { Instant($0) }, peak: peak)
      transition.group = rule.group == nil ? nil : group
      return transition
    }
    guard let begun = state.trigger else {
      guard let counted, isWorse(counted, limit) else {
        state.run = []
        return nil
      }
      state.run.append(second)
      guard second - state.run[0] >= rule.forSeconds else { return nil }
      state.run = []
      state.trigger = transition(.triggered)
      return state.trigger
    }
    let peak = counted.map { isWorse($0, begun.peak) ? $0 : begun.peak } ?? begun.peak
    state.trigger?.peak = peak
    if let counted, !isWorse(recovery, counted) {
      state.run = []
      return nil
    }
    state.run.append(second)
    guard second - state.run[0] >= rule.keepSeconds else { return nil }
    state = State()
    return transition(.recovered, since: begun.time.seconds, peak: peak)
  }

  private func hits(_ span: ClosedRange<Int>, _ log: Log) -> [ReferenceWatch.Entry] {
    // Most spans of a gap are behind the last hit.
    guard span.lowerBound <= log.newest else { return [] }
    return span.flatMap { (log.hits[$0] ?? []).filter(isCounted) }
  }

  private func value(
    _ hits: [ReferenceWatch.Entry], _ group: [UInt8], _ span: ClosedRange<Int>, _ log: Log
  ) -> Double? {
    let seconds = Double(span.count)
    switch rule.measure {
    case .rate: return Double(hits.count) / seconds
    case .bytes: return Double(hits.reduce(0) { $0 + $1.bytes }) / seconds
    case .share:
      return hits.isEmpty ? nil : Double(hits.count(where: isPart)) / Double(hits.count)
    case .clients: return Double(Set(hits.map(\.client)).count)
    case .percentile(let percent, .bytes):
      guard !hits.isEmpty else { return nil }
      let sizes = hits.map(\.bytes).sorted()
      return Double(sizes[(percent * sizes.count + 99) / 100 - 1])
    case .percentile: return nil
    case .malformed:
      let malformed = span.reduce(0) { $0 + (log.malformed[$1] ?? 0) }
      let lines = malformed + hits.count
      return lines == 0 ? nil : Double(malformed) / Double(lines)
    case .silence:
      let last = log.hits.filter { second, entries in
        second <= span.upperBound && entries.contains { isCounted($0) && name($0) == group }
      }.keys.max()
      return (last ?? log.firstHit).map { Double(span.upperBound - $0) }
    }
  }
}

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

  let rule: AlertRule
  private let isCounted: Condition
  private let isPart: Condition
  private(set) var trigger: AlertTransition?
  /// The judged seconds in a row at which the condition held, or the recovery once it triggered.
  private var run: [Int] = []

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

  mutating func judge(_ second: Int, _ log: Log) -> [AlertTransition] {
    let start = second - rule.windowSeconds + 1
    var reading = measure(start...second, log)
    var limit = rule.threshold
    var recovery = rule.recovery ?? rule.threshold
    if let against = rule.againstSeconds {
      guard let first = log.firstHit, start - against >= first,
        let base = measure(start - against...start - 1, log).value, base > 0
      else { return [] }
      reading.base = base
      limit = base * rule.threshold
      recovery = base * (rule.recovery ?? rule.threshold)
    } else if rule.side == .below {
      guard let first = log.firstHit, start >= first else { return [] }
    }
    // What does not exist, or is of too few hits, is no reason to alert and one to recover.
    let counted = reading.hits < rule.minimumHits ? nil : reading.value
    func isWorse(_ one: Double, _ other: Double) -> Bool {
      rule.side == .above ? one > other : one < other
    }
    guard let begun = trigger else {
      guard let counted, isWorse(counted, limit) else {
        run = []
        return []
      }
      run.append(second)
      guard second - run[0] >= rule.forSeconds else { return [] }
      let triggered = AlertTransition(
        rule: rule, state: .triggered, time: Instant(second), reading: reading)
      trigger = triggered
      run = []
      return [triggered]
    }
    let peak = counted.map { isWorse($0, begun.peak) ? $0 : begun.peak } ?? begun.peak
    trigger?.peak = peak
    if let counted, !isWorse(recovery, counted) {
      run = []
      return []
    }
    run.append(second)
    guard second - run[0] >= rule.keepSeconds else { return [] }
    trigger = nil
    run = []
    return [
      AlertTransition(
        rule: rule, state: .recovered, time: Instant(second), reading: reading,
        triggerTime: begun.time, peak: peak)
    ]
  }

  private func measure(_ span: ClosedRange<Int>, _ log: Log) -> Reading {
    var hits: [ReferenceWatch.Entry] = []
    // Most spans of a gap are behind the last hit.
    for second in span where span.lowerBound <= log.newest {
      hits += (log.hits[second] ?? []).filter(isCounted)
    }
    let seconds = Double(span.count)
    let value: Double? =
      switch rule.measure {
      case .rate: Double(hits.count) / seconds
      case .bytes: Double(hits.reduce(0) { $0 + $1.bytes }) / seconds
      case .share:
        hits.isEmpty ? nil : Double(hits.count(where: isPart)) / Double(hits.count)
      }
    return Reading(hits: hits.count, value: value)
  }
}

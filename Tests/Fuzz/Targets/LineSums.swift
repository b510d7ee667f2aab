import Alerting
import Pipeline
import Traffic

/// What the reports of a log have to add up to.
struct LineSums {
  private let top: Int
  private var hits = 0
  private var summary: Summary?
  private var lastTransition: AlertTransition?

  init(top: Int) {
    self.top = top
  }

  mutating func add(_ event: TrafficEvent) {
    require(summary == nil, "the summary comes last")
    switch event {
    case .interval(let report):
      hits += report.statistics.hits
      check(report.statistics)
    case .summary(let summary):
      self.summary = summary
      check(summary.statistics)
    case .alert(let transition):
      require(transition.state != lastTransition?.state, "the states alternate")
      require(lastTransition != nil || transition.state == .triggered)
      lastTransition = transition
    // It flapped, and has been told as an alert before.
    case .released: break
    case .silence: require(false, "a replay tells of no silence")
    case .source, .caughtUp, .rulesEnded, .silenced, .resumed, .judged:
      require(false, "lines alone tell nothing of a source")
    }
  }

  func check(lines: Int) {
    guard let summary else { preconditionFailure("there is a summary") }
    let counts = summary.counts
    require(hits + counts.late == summary.statistics.hits, "intervals and late are the total")
    require(counts.lines == lines, "every line is counted once")
    require(
      summary.statistics.hits + counts.malformed + counts.comments <= lines,
      "a line is one thing")
  }

  private func check(_ statistics: Statistics) {
    let hits = statistics.hits
    require(statistics.statuses.reduce(0) { $0 + $1.hits } == hits)
    require(statistics.methods.reduce(0) { $0 + $1.hits } == hits)
    require(statistics.responseBytes.histogram.reduce(0, +) == hits)
    require(statistics.clients <= hits && (statistics.clients > 0) == (hits > 0))
    let listed = statistics.sections.reduce(0) { $0 + $1.hits }
    require(top == .max ? listed == hits : listed <= hits && statistics.sections.count <= top)
    require(statistics.sections.allSatisfy { $0.errors <= $0.hits && $0.bytes >= 0 })
    let sizes = statistics.responseBytes
    require((sizes.p50 ?? 0) <= (sizes.p90 ?? 0) && (sizes.p90 ?? 0) <= (sizes.p99 ?? 0))
    require((sizes.p99 ?? 0) <= (sizes.max ?? 0))
  }
}

import AccessLog
import Alerting
import Canvas
import Query
import TestSupport
import Traffic

@testable import Dashboard

/// Synthetic traffic, the same at every run.
struct Scenario {
  var model: DashboardModel

  /// 2020-07-08T08:10:00Z.
  static let noon = Instant(1_594_195_800)
  static let zone = Zone.fixed(secondsEastOfUTC: 7_200)

  /// A program that has just begun, without a line so far.
  static func start() -> Scenario {
    Scenario(
      model: DashboardModel(
        snapshot: Snapshot(intervalSeconds: 10),
        board: AlertBook([AlertRule()]).board,
        source: SourceStatus(state: .waiting, paths: ["/var/log/nginx/access.log"]),
        wallClock: noon, zone: zone))
  }

  /// Normal traffic and rules of all kinds, one of them in each state.
  static func withRules() -> Scenario {
    var scenario = normal()
    func status(
      _ name: String, _ measure: Measure, _ threshold: Double, _ value: Double?, window: Int = 120
    ) -> RuleStatus {
      RuleStatus(
        rule: AlertRule(
          name: RuleName(name), measure: measure, windowSeconds: window, threshold: threshold),
        reading: Reading(hits: 900, value: value))
    }
    var errors = status("server-errors", .share(of: .errors), 0.05, 0.0731, window: 300)
    errors.rule.severity = .critical
    errors.underWay = AlertTransition(
      rule: errors.rule, state: .triggered, time: noon - 130,
      reading: Reading(hits: 900, value: 0.06))
    var slow = status("slow", .percentile(90, of: .duration), 0.5, 0.61)
    slow.pendingSince = noon - 20
    slow.rule.forSeconds = 60
    var bytes = status("big-downloads", .bytes, 5_242_880, 1_048_576)
    bytes.isFlapping = true
    bytes.rule.silencedUntil = noon + 1_800
    var off = status("clients", .clients, 500, 12)
    off.rule.isEnabled = false
    var surge = status("surge", .rate, 3, 8.2, window: 60)
    surge.rule.againstSeconds = 3_600
    surge.reading.base = 7
    let rules = [errors, slow, bytes, off, surge].map { status in
      var status = status
      // It grew for a quarter of an hour.
      var trail = RuleTrail(of: status.rule)
      for second in 0..<900 {
        let part = 0.4 + 0.6 * Double(second) / 899
        trail.add(status.reading.value.map { $0 * part }, at: noon - 898 + second)
      }
      status.trail = trail
      return status
    }
    scenario.model.board.rules += rules
    scenario.model.board.history.append(
      .transition(
        AlertTransition(
          rule: errors.rule, state: .triggered, time: noon - 130,
          reading: Reading(hits: 900, value: 0.06))))
    return scenario
  }

  /// Traffic until `noon`, its hits per second by `rate`, over that many seconds.
  static func traffic(seconds: Int = 3_720, rate: (Int) -> Int) -> Scenario {
    var scenario = start()
    var snapshot = scenario.model.snapshot
    let clock = noon + 4
    snapshot.clock = clock
    snapshot.lastClosed = clock - 3
    var series = SecondSeries()
    series.start = clock - (seconds - 1)
    for index in 0..<seconds {
      let hits = rate(index)
      series.hits.append(hits)
      series.errors.append(index % 7 == 0 ? hits / 4 : hits / 40)
      series.bytes.append(hits * (700 + index * 37 % 900))
    }
    snapshot.seconds = series
    let closed = seconds - 3
    scenario.model.status.reading = reading(
      series.hits[max(0, closed - 120)..<closed].reduce(0, +))
    var start = noon - min(3_600, (seconds - 4) / 10 * 10)
    while start < noon {
      let first = start - series.start
      let hits = series.hits[max(0, first)..<first + 10].reduce(0, +)
      snapshot.history.append(report(start, hits: hits, seed: start.seconds / 10 % 17))
      start = start + 10
    }
    let open = series.hits.suffix(5).reduce(0, +)
    snapshot.currentInterval = report(noon, hits: open, seed: 3)
    snapshot.totalHits = series.hits.reduce(0, +)
    snapshot.totalCounts.lines = snapshot.totalHits + 3
    snapshot.totalCounts.malformed = 2
    snapshot.totalCounts.comments = 1
    snapshot.malformedExample = Array("not a \u{1B}[31mlog line\u{7} at all".utf8)
    scenario.model.snapshot = snapshot
    scenario.model.source.state = .following
    scenario.model.wallClock = clock
    return scenario
  }

  /// What the default rule measures in a window of so many hits.
  private static func reading(_ hits: Int) -> Reading {
    Reading(hits: hits, value: Double(hits) / 120)
  }

  /// Between 4 and 10 hits per second.
  static func normal() -> Scenario {
    traffic { 4 + $0 * 7 % 5 + ($0 / 13) % 3 }
  }

  /// Two surges within the hour, the second under way.
  static func inAlert() -> Scenario {
    var scenario = traffic { index in
      let calm = 4 + index * 7 % 5 + (index / 13) % 3
      return (1_500..<1_800).contains(index) || index >= 3_500 ? calm + 9 + index % 6 : calm
    }
    let rule = AlertRule()
    let start = scenario.model.snapshot.seconds.start
    let first = AlertTransition(
      rule: rule, state: .triggered, time: start + 1_563, reading: reading(1_203))
    let end = AlertTransition(
      rule: rule, state: .recovered, time: start + 1_859, reading: reading(1_195),
      triggerTime: first.time, peak: 2_210.0 / 120)
    let second = AlertTransition(
      rule: rule, state: .triggered, time: start + 3_562, reading: reading(1_201))
    var underWay = second
    underWay.peak = 2_076.0 / 120
    scenario.model.board.history = [
      .transition(first), .transition(end),
      .thresholdChange(ThresholdChange(time: start + 2_000, old: 12.5, new: 10)),
      .transition(second),
    ]
    scenario.model.status.underWay = underWay
    return scenario
  }

  /// A start into an alert: of the time before the last 500 s nothing was read.
  static func sinceBefore() -> Scenario {
    var scenario = traffic(seconds: 500) { 14 + $0 * 7 % 5 + ($0 / 13) % 3 }
    let start = scenario.model.snapshot.seconds.start
    scenario.model.snapshot.coveredSince = start
    var trigger = AlertTransition(
      rule: AlertRule(), state: .triggered, time: start + 119, reading: reading(2_012))
    trigger.beganBefore = true
    scenario.model.board.history = [.transition(trigger)]
    trigger.peak = 2_076.0 / 120
    scenario.model.status.underWay = trigger
    return scenario
  }

  /// The same, once the alert is over.
  static func wasSinceBefore() -> Scenario {
    var scenario = sinceBefore()
    guard let trigger = scenario.model.status.underWay else { return scenario }
    var recovery = AlertTransition(
      rule: trigger.rule, state: .recovered, time: trigger.time + 300, reading: reading(1_199),
      triggerTime: trigger.time, peak: trigger.peak)
    recovery.beganBefore = true
    scenario.model.board.history.append(.transition(recovery))
    scenario.model.status.underWay = nil
    scenario.model.status.reading = reading(1_004)
    return scenario
  }

  /// A third of the traffic, as a filter of the screen chooses it.
  static func filtered(
    _ model: DashboardModel, _ view: ViewState, progress: Double? = nil
  ) -> FilteredModel? {
    view.screenFilter.all.map { filter in
      var snapshot = model.snapshot
      snapshot.seconds.hits = snapshot.seconds.hits.map { $0 / 3 }
      snapshot.history = snapshot.history.map {
        report($0.start, hits: $0.statistics.hits / 3, seed: 4)
      }
      snapshot.currentInterval = snapshot.currentInterval.map {
        report($0.start, hits: $0.statistics.hits / 3, seed: 4)
      }
      if progress != nil {
        let since = snapshot.history[snapshot.history.count / 2].start
        snapshot.history.removeAll { $0.start < since }
        snapshot.coveredSince = since
      }
      return FilteredModel(filter: filter, snapshot: snapshot, progress: progress)
    }
  }

  /// A sixth of the traffic, as the group that is open has it.
  static func opened(
    _ model: DashboardModel, _ view: ViewState, progress: Double? = nil
  ) -> FilteredModel? {
    view.groupFilter(in: model).map { filter in
      var snapshot = model.snapshot
      snapshot.seconds.hits = snapshot.seconds.hits.map { $0 / 6 }
      snapshot.history = snapshot.history.map {
        report($0.start, hits: $0.statistics.hits / 6, seed: 2)
      }
      if progress != nil, !snapshot.history.isEmpty {
        let since = snapshot.history[snapshot.history.count * 3 / 4].start
        snapshot.history.removeAll { $0.start < since }
        snapshot.coveredSince = since
      }
      return FilteredModel(filter: filter, snapshot: snapshot, progress: progress)
    }
  }

  /// Lines of the log, as they are looked at.
  static func lines(_ count: Int, choice: LineChoice = LineChoice()) -> LineView {
    let entries = (0..<count).map { number in
      let second = noon.seconds - count + number
      let status = [200, 404, 500][number % 3]
      let line =
        LogFixture.line(
          second,
          client: number % 4 == 0 ? "2001:db8:85a3:8d3:1319:8a2e:370:7348" : "203.0.113.\(number)",
          target: "/line/\(number)?x=1", status: status, bytes: number * 4_321)
        + " \"https://example.org/from\" \"curl/8.5.0\""
      return LineTail.Entry(
        number: number, second: second, line: Array(line.utf8),
        memory: SourceMemory(.named(.combined)))
    }
    return LineView(choice: choice, entries: entries, count: count)
  }

  private static let groups: [(Dimension, [String])] = [
    (.network, ["203.0.113.0/24", "2001:db8:85a3::/48", "198.51.100.0/24", "192.0.2.77/32"]),
    (.client, ["203.0.113.9", "2001:db8:85a3:8d3:1319:8a2e:370:7348", "198.51.100.77"]),
    (.path, ["/api/users", "/api/orders", "/images/logo.png", "/"]),
    (.agent, ["Firefox", "Googlebot", "curl"]), (.method, ["GET", "POST"]),
  ]

  private static let names = [
    "/api", "/images", "/report", "/", "/login", "/static", "/search", "/admin", "/cart",
    "/checkout", "/wp-login.php", "/favicon.ico", "/robots.txt", "/.env", "/blog",
  ]

  private static func report(_ start: Instant, hits: Int, seed: Int) -> IntervalReport {
    var statistics = Statistics()
    statistics.hits = hits
    statistics.bytes = hits * (4_000 + seed * 211)
    statistics.clients = hits * 3 / 5
    var left = hits
    for (index, name) in names.enumerated() where left > 0 {
      let most = max(1, left * (38 + (seed * 5 + index * 11) % 17) / 100)
      let count = index == names.count - 1 ? left : min(left, most)
      left -= count
      statistics.sections.append(
        GroupCount(
          name: Array(name.utf8), hits: count, bytes: count * (500 + index * 977),
          errors: index % 3 == 1 ? (count + 3) / 7 : 0))
    }
    statistics.sections.sort { $0.hits > $1.hits }
    statistics.errors = statistics.sections.reduce(0) { $0 + $1.errors }
    statistics.groups = groups.map { dimension, names in
      var left = hits
      let counts = names.enumerated().map { index, name in
        let count = index == names.count - 1 ? left : left * (52 + seed % 3) / 100
        left -= count
        return GroupCount(
          name: Array(name.utf8), hits: count, bytes: count * 700,
          errors: index == 1 ? count / 9 : 0)
      }
      return Groups(dimension: dimension, counts: counts.filter { $0.hits > 0 })
    }
    let errors = statistics.errors
    let found = hits - errors
    statistics.statuses = [
      StatusCount(status: 200, hits: found - found / 9), StatusCount(status: 304, hits: found / 9),
      StatusCount(status: 404, hits: errors - errors / 3),
      StatusCount(status: 500, hits: errors / 3),
    ].filter { $0.hits > 0 }
    statistics.methods = [
      MethodCount(name: Array("GET".utf8), hits: hits - hits / 8),
      MethodCount(name: Array("POST".utf8), hits: hits / 8),
    ].filter { $0.hits > 0 }
    let histogram = [9, 31, 22, 15, 10, 7, 4, 2].map { hits * $0 / 100 }
    statistics.responseBytes = ResponseBytes(
      mean: 8_312.5, p50: 2_310, p90: 40_960, p99: 390_000, max: 5_242_880,
      histogram: histogram + [hits - histogram.reduce(0, +)])
    return IntervalReport(
      start: start, end: start + 10, statistics: statistics, counts: LineCounts())
  }
}

extension ViewState {
  /// The state after some keys.
  func pressing(_ keys: [Key], in model: DashboardModel) -> ViewState {
    var view = self
    for key in keys { _ = view.handle(.key(key), in: model) }
    return view
  }

  /// The state with the filter of another.
  func seeing(_ other: ViewState) -> ViewState {
    var view = self
    view.screenFilter = other.screenFilter
    return view
  }

  /// The state after the keys of some characters.
  func pressing(_ keys: String, in model: DashboardModel) -> ViewState {
    pressing(keys.map { Key.character($0) }, in: model)
  }
}

import AccessLog
import Alerting
import Query
import TallyCodec
import TestSupport
import Testing
import Traffic

@testable import Pipeline

/// What made a rule trigger, found in logs of which the culprit is known.
struct CauseTests {
  private static let counting = Counting(tracked: [
    .client, .network, .path, .status, .agent, .referrer, .virtualHost, .server, .method,
  ])

  /// One kind of request, so many a second.
  private struct Traffic {
    var perSecond: Int
    var clients = 250
    var network = "10.0.%.#"
    var path = "/p%/x"
    var status = 200
    var agent = "Firefox/1.0"

    func lines(_ second: Int) -> [String] {
      (0..<perSecond).map { number in
        let one = (second * 7 + number * 13) % clients
        func filled(_ text: String) -> String {
          text.replacing("%", with: "\(one % 50)").replacing("#", with: "\(one)")
        }
        let stamp = LogLine.stamp(WatchSession.start + second)
        return "\(filled(network)) - - [\(stamp)] \"GET \(filled(path)) HTTP/1.1\" \(status) 9 "
          + "\"-\" \"\(agent)\""
      }
    }
  }

  private static let usual = Traffic(perSecond: 8)

  /// The log of 500 s of usual traffic, or of what is left of them, with other traffic from second 400 on.
  private static func log(
    _ others: [Traffic], from start: Int = 400, since first: Int = 0
  ) -> [String] {
    (first..<500).flatMap { second in
      usual.lines(second) + (second < start ? [] : others.flatMap { $0.lines(second) })
    }
  }

  private static func alerts(
    _ lines: [String], _ rule: AlertRule, chunk: Int = 50_000
  ) -> [AlertTransition] {
    var watch = Watch(
      WatchSettings(
        timing: Timing(), rules: [rule], top: 5, isFollowing: false,
        scanner: WatchSession.scanner, counting: counting, findsCauses: true),
      startsWithContext: false)
    var events: [TrafficEvent] = []
    for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: chunk) {
      let tally = ChunkTallier.tally(
        chunk, timing: Timing(), scanner: WatchSession.scanner, counting: counting)
      events += watch.add(tally, as: .live, readAt: WatchSession.moment(0))
    }
    let told = (events + watch.finish()).alerts
    // The history has them too, for the screen.
    #expect(watch.board.newestTransitions(100) == told)
    return told
  }

  private static func words(_ causes: [Cause]?) -> [String]? {
    causes?.map { "\($0.dimension.name) \(String(decoding: $0.group, as: UTF8.self))" }
  }

  /// Of the interval that the log begins in, what was before is not known.
  @Test func noneIsNamedWhereTheTimeBeforeBeganBeforeTheLog() throws {
    let flood = Traffic(perSecond: 40, clients: 1, network: "203.0.113.7", path: "/wp-login.php")
    func trigger(since first: Int) throws -> AlertTransition {
      try #require(CauseTests.alerts(CauseTests.log([flood], since: first), AlertRule()).first)
    }
    let timing = Timing()
    let alert = try trigger(since: 0)
    let end = timing.interval(of: alert.time.seconds) + 1
    let start = timing.interval(of: alert.time.seconds - alert.rule.windowSeconds + 1)
    let before = timing.start(ofInterval: start - (end - start)) - WatchSession.start
    #expect(before > 0 && alert.causes?.isEmpty == false)
    #expect(try trigger(since: before) == alert)
    let later = try trigger(since: before + 1)
    #expect(later.time == alert.time && later.causes == [])
  }

  /// Five incidents, and what is said of each.
  @Test(arguments: [
    (
      [Traffic(perSecond: 20, network: "203.0.113.#", path: "/p%/x")],
      ["network 203.0.113.0/24"]
    ),
    (
      [Traffic(perSecond: 20, clients: 1, network: "203.0.113.9", path: "/api/login", status: 429)],
      ["network 203.0.113.9/32", "path /api/login", "section /api", "status 429"]
    ),
    (
      [Traffic(perSecond: 20, clients: 200, path: "/old", status: 404)],
      ["path /old", "section /old", "status 404"]
    ),
    (
      [Traffic(perSecond: 20, agent: "Googlebot/2.1 (+http://www.google.com/bot.html)")],
      ["agent Googlebot"]
    ),
    // All of it grows: nothing is to blame.
    ([Traffic(perSecond: 20)], []),
  ])
  private func theCulpritIsNamed(others: [Traffic], expected: [String]) throws {
    let alerts = CauseTests.alerts(CauseTests.log(others), AlertRule())
    let trigger = try #require(alerts.first)
    #expect(trigger.state == .triggered)
    #expect(CauseTests.words(trigger.causes) == expected)
    // The same whatever pieces the log is read in.
    let pieces = CauseTests.alerts(CauseTests.log(others), AlertRule(), chunk: 700)
    #expect(pieces.map(\.causes) == alerts.map(\.causes))
  }

  /// The numbers are those of plain counts over the same intervals.
  @Test func theNumbersAreThoseOfTheLog() throws {
    let lines = CauseTests.log([
      Traffic(perSecond: 9, network: "203.0.113.#", path: "/api/login"),
      Traffic(perSecond: 9, clients: 1, network: "198.51.100.7", path: "/api/login"),
    ])
    let trigger = try #require(CauseTests.alerts(lines, AlertRule()).first)
    let second = trigger.time.seconds - WatchSession.start
    let (first, last) = ((second - 119) / 10, second / 10)
    let count = last - first + 1
    // The hits read by then: those of the seconds before the one that closed it, and of that one.
    let seconds = Dictionary(
      uniqueKeysWithValues: (0..<500).map { (LogLine.stamp(WatchSession.start + $0), $0) })
    let times = try lines.map { line in
      let stamp = try #require(line.split(separator: "[")[1].split(separator: "]").first)
      return try #require(seconds[String(stamp)])
    }
    func hits(_ intervals: Range<Int>, _ text: String) -> Int {
      zip(times, lines).count { time, line in
        time <= second + 2 && intervals.contains(time / 10) && line.contains(text)
      }
    }
    let (now, before) = (first..<last + 1, first - count..<first)
    let rise = hits(now, " ") - hits(before, " ")
    for (name, text) in [
      ("203.0.113.0/24", "203.0.113."), ("198.51.100.7/32", "198.51.100.7 "),
      ("/api/login", "/api/login "),
    ] {
      let cause = try #require(
        trigger.causes?.first { String(decoding: $0.group, as: UTF8.self) == name })
      #expect(cause.hits == hits(now, text) && cause.before == hits(before, text), "\(name)")
      let share = Double(cause.hits - cause.before) / Double(rise)
      #expect(abs(cause.share - min(1, share)) < 1e-12)
    }
    let shares = trigger.causes?.map(\.share) ?? []
    #expect(shares == shares.sorted(by: >) && shares.count <= 6)
  }

  /// A rule about errors is explained by errors, one about bytes by bytes; one about silence by nothing.
  @Test func theCausesAreThoseOfWhatIsMeasured() throws {
    let lines = CauseTests.log([
      Traffic(perSecond: 8, network: "198.51.100.#"),
      Traffic(perSecond: 2, network: "203.0.113.#", status: 503),
    ])
    let share = AlertRule(
      name: RuleName("errors"), measure: .share(of: .errors), threshold: 0.02)
    let errors = try #require(CauseTests.alerts(lines, share).first?.causes)
    #expect(errors.first { $0.dimension == .network }?.group == Array("203.0.113.0/24".utf8))
    #expect(errors.first { $0.dimension == .status }?.share == 1)
    let hits = try #require(CauseTests.alerts(lines, AlertRule()).first?.causes)
    #expect(hits.first { $0.dimension == .network }?.group == Array("198.51.100.0/24".utf8))
    var below = AlertRule(name: RuleName("quiet"))
    below.side = .below
    below.threshold = 9
    let quiet = CauseTests.alerts(lines, below)
    #expect(quiet.first?.state == .triggered && quiet.first?.causes == [])
  }

  /// Where the time before the window was not read, or not all of it, nothing is known of it.
  @Test func nothingIsNamedWithoutATimeToCompareWith() throws {
    let attack = [Traffic(perSecond: 40, network: "203.0.113.#")]
    let early = CauseTests.alerts(CauseTests.log(attack, from: 60), AlertRule())
    #expect(early.first?.state == .triggered && early.first?.causes == [])
    #expect(CauseTests.alerts(CauseTests.log(attack), AlertRule()).first?.causes?.isEmpty == false)
  }

  /// An alert that is found to be under way at the start is explained too, minutes later.
  @Test(arguments: [nil, 0, 300])
  func anAlertFoundAtTheStartIsExplained(coveredSince: Int?) throws {
    var watch = Watch(
      WatchSettings(
        timing: Timing(), rules: [AlertRule()], top: 5, isFollowing: true,
        scanner: WatchSession.scanner, counting: CauseTests.counting, findsCauses: true),
      startsWithContext: true)
    let attack = Traffic(perSecond: 20, network: "203.0.113.#")
    let lines = (0..<600).flatMap { second in
      CauseTests.usual.lines(second) + (second < 400 ? [] : attack.lines(second))
    }
    let tally = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: Timing(), scanner: WatchSession.scanner,
      counting: CauseTests.counting)
    #expect(watch.add(tally, as: .context, readAt: WatchSession.moment(600)).alerts.isEmpty)
    var events = watch.endContext(
      modified: nil, coveredSince: coveredSince.map { Instant(WatchSession.start + $0) },
      at: WatchSession.moment(600))
    if watch.wantsEarlier {
      events += watch.endEarlier(coveredSince: Instant(WatchSession.start), isAll: true)
    }
    let trigger = try #require(events.alerts.first)
    #expect(trigger.state == .triggered)
    // The window and the time before it begin at second 170.
    let isKnown = coveredSince ?? 0 < 170
    #expect(CauseTests.words(trigger.causes) == (isKnown ? ["network 203.0.113.0/24"] : []))
  }

  /// A recovery says what went away, in the numbers of both spans.
  @Test func aRecoverySaysWhatWentAway() throws {
    let lines =
      CauseTests.log([Traffic(perSecond: 20, network: "203.0.113.#")])
      + (500..<800).flatMap { CauseTests.usual.lines($0) }
    let alerts = CauseTests.alerts(lines, AlertRule())
    #expect(alerts.map(\.state) == [.triggered, .recovered])
    let recovery = try #require(alerts.last)
    #expect(CauseTests.words(recovery.causes) == ["network 203.0.113.0/24"])
    let gone = try #require(recovery.causes?.first)
    #expect(gone.hits < gone.before && gone.share > 0.9)
    #expect(recovery.causes?.sentence?.hasPrefix("gone: 203.0.113.0/24 ") == true)
    #expect(recovery.causes?.sentence?.hasSuffix(" % of the fall") == true)
  }

  /// Usual traffic that ends takes no group with it.
  @Test func aFallOfEverythingNamesNothing() {
    let lines =
      (0..<400).flatMap { Traffic(perSecond: 20).lines($0) }
      + (400..<800).flatMap { Traffic(perSecond: 5).lines($0) }
    let alerts = CauseTests.alerts(lines, AlertRule())
    #expect(alerts.last?.state == .recovered && alerts.last?.causes == [])
  }

  /// What made an alert is known after a restart too.
  @Test func causesOutliveTheProgram() throws {
    let settings = WatchSettings(
      timing: Timing(), rules: [AlertRule()], top: 5, isFollowing: true,
      scanner: WatchSession.scanner, counting: CauseTests.counting, findsCauses: true)
    var watch = Watch(settings, startsWithContext: false)
    let lines = CauseTests.log([Traffic(perSecond: 20, network: "203.0.113.#", status: 429)])
    let tally = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: Timing(), scanner: WatchSession.scanner,
      counting: CauseTests.counting)
    let told = watch.add(tally, as: .live, readAt: WatchSession.moment(0)).alerts
    #expect(told.first?.causes?.count ?? 0 > 1)
    var writer = RecordWriter()
    SavedWatch(watch: watch, checkpoints: SourceCheckpoints()).write(
      to: &writer, at: WatchSession.moment(500))
    var reader = RecordReader(writer.bytes)
    let saved = try SavedWatch(from: &reader, settings: settings, at: WatchSession.moment(500))
    #expect(saved.watch.board.newestTransitions(9) == told)
    #expect(saved.watch.board == watch.board)
  }

  @Test func theSentenceIsPrintable() {
    let causes = [
      Cause(
        dimension: .network, group: Array("203.0.113.0/24".utf8), hits: 812, before: 14,
        share: 0.714),
      Cause(
        dimension: .path, group: Array("/\u{1B}[2J".utf8) + Array(repeating: 0x61, count: 90),
        hits: 9, before: 0, share: 0.69),
    ]
    #expect(
      causes.sentence
        == "why: 203.0.113.0/24 71 % of the rise, path /\\x1b[2J"
        + String(repeating: "a", count: 49) + "... 69 %")
    #expect([Cause]().sentence == nil)
  }
}

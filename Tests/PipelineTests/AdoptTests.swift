import AccessLog
import Alerting
import Query
import TestSupport
import Testing
import Traffic

@testable import Pipeline

/// Rules that change while lines are read.
@Suite struct AdoptTests {
  private static let start = 1_594_195_830
  private static let scanner = LineScanner(nameKey: 7)
  private static let moment = Moment(wallClock: Instant(1_600_000_000), uptime: .seconds(1))

  private static func watch(_ rules: [AlertRule]) -> Watch {
    Watch(
      WatchSettings(
        timing: Timing(), rules: rules, top: 5, isFollowing: false, scanner: scanner),
      startsWithContext: false)
  }

  private static func tally(_ bytes: [UInt8], for rules: [AlertRule]) -> ChunkTally {
    ChunkTallier.tally(
      bytes, timing: Timing(), scanner: scanner,
      counting: Counting(selections: AlertRule.selections(of: rules)))
  }

  private static func rule(
    _ name: String, _ measure: Measure, above threshold: Double, window: Int,
    where filter: String? = nil, by group: Dimension? = nil
  ) throws -> AlertRule {
    var rule = AlertRule(
      name: RuleName(name), measure: measure, windowSeconds: window, threshold: threshold)
    rule.filter = try filter.map { try Filter($0) }
    rule.group = group
    return rule
  }

  /// The alerts of a log whose rules change after so many of its chunks.
  ///
  /// `late` more are tallied for the rules before. The clock is that of the last of these.
  private func alerts(
    _ chunks: [[UInt8]], _ rules: [AlertRule], after count: Int = .max,
    then others: [AlertRule] = [], late: Int = 0
  ) -> (alerts: [AlertTransition], clock: Int) {
    var watch = AdoptTests.watch(rules)
    var alerts: [AlertTransition] = []
    var clock = 0
    for (number, chunk) in chunks.enumerated() {
      if number == count { alerts += watch.adopt(others).alerts }
      let counted = number < count + late || count == .max ? rules : others
      alerts +=
        watch.add(
          AdoptTests.tally(chunk, for: counted), as: .live, readAt: AdoptTests.moment
        ).alerts
      if number < count + late { clock = watch.clock?.seconds ?? 0 }
    }
    return (alerts + watch.finish().alerts, clock)
  }

  /// What is there from the change on is judged as if it had been there from the beginning, once its
  /// window has been read; what does not change does not notice.
  @Test(arguments: 1...6 as ClosedRange<UInt64>, [0, 2])
  func newRulesAreJudgedOnceTheirWindowsWereRead(seed: UInt64, late: Int) throws {
    var random = SeededRandom(seed: seed)
    let lines = (0..<1_500).map { number in
      LogFixture.line(
        AdoptTests.start + number / 3 + Int.random(in: -2...0, using: &random),
        client: "10.0.0.\(Int.random(in: 1...5, using: &random))",
        target: ["/", "/a", "/b"][Int.random(in: 0..<3, using: &random)],
        method: Bool.random(using: &random) ? "GET" : "POST",
        status: [200, 404, 503][Int.random(in: 0..<3, using: &random)],
        bytes: Int.random(in: 0...60, using: &random))
    }
    let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: 4_000)
    let kept = [
      try AdoptTests.rule("errors", .share(of: .errors), above: 0.66, window: 9, where: "bytes>0"),
      try AdoptTests.rule("by section", .rate, above: 1, window: 7, by: .section),
      try AdoptTests.rule("all", .rate, above: 3, window: 5),
    ]
    let left = [try AdoptTests.rule("left", .clients, above: 2.5, window: 6)]
    let new = [
      try AdoptTests.rule("get", .rate, above: 1.5, window: 11, where: "method=GET"),
      try AdoptTests.rule("sizes", .percentile(90, of: .bytes), above: 53.5, window: 80),
      try AdoptTests.rule("by client", .bytes, above: 18, window: 13, by: .client),
    ]
    let before = left + kept
    let after = [new[0]] + kept.reversed() + new.dropFirst()
    let (changed, clock) = alerts(
      chunks, before, after: chunks.count / 3, then: after, late: late)
    let (usual, _) = alerts(chunks, after)
    for rule in kept {
      let told = changed.filter { $0.rule.name == rule.name }
      #expect(told == usual.filter { $0.rule.name == rule.name })
      #expect(!told.isEmpty)
    }
    for rule in new {
      // From the first judged second on the state is that of the window.
      let judged = clock + rule.windowSeconds + 1
      func told(_ alerts: [AlertTransition]) -> [[String]] {
        alerts.filter { $0.rule.name == rule.name && $0.time.seconds > judged }
          .map { ["\($0.time.seconds)", $0.state.rawValue, "\($0.reading)", "\($0.group ?? [])"] }
      }
      #expect(told(changed) == told(usual))
      #expect(!told(usual).isEmpty)
      #expect(
        !changed.contains {
          $0.rule.name == rule.name && $0.time.seconds < clock + rule.windowSeconds - 2
        })
    }
  }

  @Test func anAlertUnderWayGoesOnUnlessItsRuleChanges() throws {
    let rules = [
      try AdoptTests.rule("a", .rate, above: 1, window: 5, where: "status=200"),
      try AdoptTests.rule("b", .rate, above: 1, window: 5),
    ]
    var watch = AdoptTests.watch(rules)
    let busy = (0..<40).map { LogFixture.line(AdoptTests.start + $0 / 4) }
    let told = watch.add(
      AdoptTests.tally(LogFixture.bytes(busy), for: rules), as: .live, readAt: AdoptTests.moment)
    #expect(told.alerts.map(\.rule.name.description) == ["a", "b"])
    var spoken = rules[0]
    spoken.message = "busy"
    spoken.severity = .critical
    var wider = rules[1]
    wider.windowSeconds = 900
    let ended = watch.adopt([wider, spoken])
    // The end of an alert whose trigger was told is told before the alert is forgotten.
    #expect(
      ended.alerts.map { $0.message(time: "now") } == [
        "b: alert ended at now: the rule was changed"
      ])
    #expect(ended.alerts.first?.hits == 20 && ended.last == .rulesEnded([RuleName("b")]))
    #expect(watch.board[RuleName("a")].underWay != nil)
    #expect(watch.board[RuleName("b")].underWay == nil)
    let quiet = (0..<2).map { LogFixture.line(AdoptTests.start + 100 + 100 * $0) }
    let after = watch.add(
      AdoptTests.tally(LogFixture.bytes(quiet), for: [wider, spoken]), as: .live,
      readAt: AdoptTests.moment)
    #expect(after.alerts.map(\.rule.name.description) == ["a"])
    #expect(after.alerts.first?.message(time: "") == "busy")
  }

  /// Silences that begin after the trigger count, too.
  @Test func aNewChannelIsNotToldOfAlertsOfRulesThatAreSilenced() throws {
    let rules = [
      try AdoptTests.rule("a", .rate, above: 1, window: 5, where: "status=200"),
      try AdoptTests.rule("b", .rate, above: 1, window: 5),
    ]
    var watch = AdoptTests.watch(rules)
    let busy = (0..<40).map { LogFixture.line(AdoptTests.start + $0 / 4) }
    _ = watch.add(
      AdoptTests.tally(LogFixture.bytes(busy), for: rules), as: .live, readAt: AdoptTests.moment)
    func audible() -> [String] { watch.audible.map(\.rule.name.description) }
    #expect(audible() == ["a", "b"])
    _ = watch.silence(RuleName("a"), forSeconds: 60)
    #expect(audible() == ["b"])
    _ = watch.silence(RuleName("a"), forSeconds: nil)
    #expect(audible() == ["a", "b"])
  }

  /// A settings file is not told of silences that are over.
  @Test func aSilenceThatIsOverIsNoChange() throws {
    var settings = [try AdoptTests.rule("a", .rate, above: 1, window: 5)]
    let start = Instant(AdoptTests.start)
    for (given, seconds, after, expected) in [
      (nil, 60, 30, start + 60), (nil, 60, 60, nil), (start + 20, 60, 30, start + 60),
      (start + 20, 60, 60, start + 20), (start + 90, nil, 60, nil),
      (start + 90, 120, 60, start + 120),
      (start + 20, nil, 60, start + 20),
    ] as [(Instant?, Int?, Int, Instant?)] {
      settings[0].silencedUntil = given
      var watch = AdoptTests.watch(settings)
      for second in [0, after] {
        let line = LogFixture.bytes([LogFixture.line(AdoptTests.start + second)])
        _ = watch.add(
          AdoptTests.tally(line, for: settings), as: .live, readAt: AdoptTests.moment)
        if second == 0 { _ = watch.silence(RuleName("a"), forSeconds: seconds) }
      }
      #expect(watch.ruleChanges.map(\.now.silencedUntil) == [expected])
    }
  }

  /// What was known is known in a longer window too.
  @Test func aLongerWindowHasWhatWasReadBefore() throws {
    let short = [try AdoptTests.rule("r", .rate, above: 0.5, window: 5, where: "status=200")]
    var watch = AdoptTests.watch(short)
    let lines = (0..<4_100).map { LogFixture.line(AdoptTests.start + $0) }
    _ = watch.add(
      AdoptTests.tally(LogFixture.bytes(lines), for: short), as: .live, readAt: AdoptTests.moment)
    var long = short
    long[0].windowSeconds = 900
    long[0].threshold = 0.999
    _ = watch.adopt(long)
    let more = (4_100..<5_100).map { LogFixture.line(AdoptTests.start + $0) }
    let told = watch.add(
      AdoptTests.tally(LogFixture.bytes(more), for: long), as: .live, readAt: AdoptTests.moment
    ).alerts
    // The ring of the window before had some of its seconds, but not all.
    #expect(told.count == 1)
    #expect(told.first?.hits == 900)
    #expect(told.first.map { $0.time.seconds - AdoptTests.start } ?? 0 < 4_100 + 900)
    #expect(told.first?.beganBefore == true)
  }
}

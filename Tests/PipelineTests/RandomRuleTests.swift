import AccessLog
import Alerting
import Pipeline
import Query
import TestSupport
import Testing
import Traffic

/// Rules of all kinds over logs of all kinds, held against the plain judge.
@Suite struct RandomRuleTests {
  static let start = 1_594_195_830
  private static let wallClock = start + 100_000
  private static let scanner = LineScanner(nameKey: 7)

  static func rule(_ number: Int, _ random: inout SeededRandom) throws -> AlertRule {
    let measures: [(Measure, usual: ClosedRange<Double>, equal: Double)] = [
      (.rate, 0.2...3, 1),
      // Two in five of the hits are errors.
      (.share(of: .errors), 0.3...0.5, 0.5), (.bytes, 5...60, 30),
      (.share(of: .matching(try filter(&random))), 0...0.6, 0.5), (.clients, 1...4, 2),
      (.percentile(50, of: .bytes), 10...50, 30), (.percentile(90, of: .bytes), 30...60, 50),
      (.percentile(99, of: .bytes), 40...60, 58), (.malformed, 0...0.2, 0), (.silence, 2...40, 5),
    ]
    let (measure, usual, equal) = measures[Int.random(in: measures.indices, using: &random)]
    var rule = AlertRule(
      name: RuleName("rule \(number)"), measure: measure,
      windowSeconds: Int.random(
        in: 1...[3, 20, 60][Int.random(in: 0..<3, using: &random)], using: &random),
      threshold: Double.random(in: usual, using: &random))
    // Equality has to come up too.
    if Bool.random(using: &random) { rule.threshold = equal }
    if Bool.random(using: &random) { rule.filter = try filter(&random) }
    if Int.random(in: 0..<3, using: &random) == 0 { rule.side = .below }
    if Bool.random(using: &random), measure != .malformed {
      rule.group = [.section, .client, .method][Int.random(in: 0..<3, using: &random)]
    }
    if Int.random(in: 0..<3, using: &random) == 0, measure != .silence {
      rule.againstSeconds = Int.random(in: 1...60, using: &random)
      rule.threshold = [0.5, 1, 2][Int.random(in: 0..<3, using: &random)]
    }
    if Bool.random(using: &random) { rule.forSeconds = Int.random(in: 0...20, using: &random) }
    if Bool.random(using: &random) { rule.keepSeconds = Int.random(in: 0...20, using: &random) }
    if Bool.random(using: &random) {
      rule.recovery =
        rule.threshold
        * Double.random(in: rule.side == .above ? 0.4...1 : 1...1.6, using: &random)
    }
    if Bool.random(using: &random) { rule.minimumHits = Int.random(in: 0...9, using: &random) }
    return rule
  }

  private static func filter(_ random: inout SeededRandom) throws -> Filter {
    let filters = ReferenceJudge.filters
    return try Filter(filters[Int.random(in: filters.indices, using: &random)].text)
  }

  static func events(
    _ chunks: [[UInt8]], _ timing: Timing, _ rules: [AlertRule]
  ) -> [TrafficEvent] {
    let settings = WatchSettings(
      timing: timing, rules: rules, top: .max, isFollowing: false, scanner: scanner)
    var watch = Watch(settings, startsWithContext: false)
    let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(1))
    var events: [TrafficEvent] = []
    for chunk in chunks {
      let tally = ChunkTallier.tally(
        chunk, timing: timing, scanner: scanner, counting: settings.counting)
      events += watch.add(tally, as: .live, readAt: moment)
    }
    return (events + watch.finish()).verdicts
  }

  /// More groups than are judged at a time, most of them with as many hits as others.
  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func theGroupsThatAreJudgedAreThoseOfThePlainJudge(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var rules = [
      AlertRule(name: RuleName("rate"), windowSeconds: 9, threshold: 0.3),
      AlertRule(name: RuleName("bytes"), measure: .bytes, windowSeconds: 5, threshold: 9),
      AlertRule(
        name: RuleName("share"), measure: .share(of: .errors), windowSeconds: 12, threshold: 0.4),
    ]
    for index in rules.indices { rules[index].group = .section }
    rules[2].forSeconds = 2
    let lines = (0..<2_000).map { number in
      LogFixture.line(
        RandomRuleTests.start + number / 60 - Int.random(in: 0..<3, using: &random),
        target: "/\(Int.random(in: 0..<150, using: &random))",
        status: [200, 500][Int.random(in: 0..<2, using: &random)],
        bytes: Int.random(in: 0..<60, using: &random))
    }
    var reference = ReferenceWatch(timing: Timing(), rules: rules)
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    let alerts = reference.events.alerts
    #expect(alerts.count > 100)
    for size in [2_000, .max] {
      let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: size)
      let isAlike = RandomRuleTests.events(chunks, Timing(), rules).alerts == alerts
      #expect(isAlike, "chunks of \(size) bytes")
    }
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func theVerdictsAreThoseOfThePlainJudge(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let timing = Timing(
      intervalSeconds: Int.random(in: 1...20, using: &random),
      latenessSeconds: Int.random(in: 0...9, using: &random))
    let rules = try (1...Int.random(in: 2...8, using: &random)).map {
      try RandomRuleTests.rule($0, &random)
    }
    let lines = LogFixture.troubled(300, seed: seed, start: RandomRuleTests.start)
    var reference = ReferenceWatch(timing: timing, rules: rules)
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    for size in [1, 3_000, .max] {
      let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: size)
      let events = RandomRuleTests.events(chunks, timing, rules)
      #expect(events.count == reference.events.count)
      // Compared apart from the expectation: such values take minutes to print.
      let pairs = zip(events.alerts, reference.events.alerts)
      let isDifferent = pairs.contains { $0 != $1 }
      #expect(!isDifferent, "chunks of \(size) bytes")
      let isAlike = events == reference.events
      #expect(isAlike, "chunks of \(size) bytes")
    }
  }
}

import AccessLog
import Alerting
import Pipeline
import TestSupport
import Testing
import Traffic

/// Rules of all kinds over logs of all kinds, held against the plain judge.
@Suite struct RandomRuleTests {
  private static let start = 1_594_195_830
  private static let wallClock = start + 100_000
  private static let scanner = LineScanner(nameKey: 7)

  private static func rule(_ number: Int, _ random: inout SeededRandom) -> AlertRule {
    let isRate = Bool.random(using: &random)
    // Two in five of the hits are errors.
    let range = isRate ? 0.2..<3 : 0.3..<0.5
    var rule = AlertRule(
      name: RuleName("rule \(number)"), measure: isRate ? .rate : .share(of: .errors),
      windowSeconds: Int.random(
        in: 1...[3, 30, 300][Int.random(in: 0..<3, using: &random)], using: &random),
      threshold: Double.random(in: range, using: &random))
    // Equality has to come up too.
    if Bool.random(using: &random) { rule.threshold = isRate ? 1 : 0.5 }
    if Bool.random(using: &random) {
      rule.recovery = rule.threshold * Double.random(in: 0.4...1, using: &random)
    }
    if Bool.random(using: &random) { rule.minimumHits = Int.random(in: 0...9, using: &random) }
    return rule
  }

  private static func events(
    _ chunks: [[UInt8]], _ timing: Timing, _ rules: [AlertRule]
  ) -> [TrafficEvent] {
    var watch = Watch(
      WatchSettings(
        timing: timing, rules: rules, top: .max, isFollowing: false,
        scanner: scanner), startsWithContext: false)
    let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(1))
    var events: [TrafficEvent] = []
    for chunk in chunks {
      let tally = ChunkTallier.tally(chunk, timing: timing, scanner: scanner)
      events += watch.add(tally, as: .live, readAt: moment)
    }
    return events + watch.finish()
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func theVerdictsAreThoseOfThePlainJudge(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let timing = Timing(
      intervalSeconds: Int.random(in: 1...20, using: &random),
      latenessSeconds: Int.random(in: 0...9, using: &random))
    let rules = (1...Int.random(in: 1...5, using: &random)).map {
      RandomRuleTests.rule($0, &random)
    }
    let lines = LogFixture.troubled(400, seed: seed, start: RandomRuleTests.start)
    var reference = ReferenceWatch(timing: timing, rules: rules)
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    #expect(reference.events.alerts.count > 2)
    for size in [1, 3_000, .max] {
      let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: size)
      let events = RandomRuleTests.events(chunks, timing, rules)
      #expect(events.count == reference.events.count)
      // Compared apart from the expectation: such values take minutes to print.
      let difference = zip(events.alerts, reference.events.alerts).first { $0 != $1 }
      #expect(difference == nil, "chunks of \(size) bytes")
      let isAlike = events == reference.events
      #expect(isAlike, "chunks of \(size) bytes")
    }
  }
}

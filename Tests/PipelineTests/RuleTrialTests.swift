import AccessLog
import Alerting
import Query
import TestSupport
import Testing
import Traffic

/// Many thresholds that are tried at once, held against a rule for each of them.
@Suite struct RuleTrialTests {
  /// How often a rule triggers with each threshold: tried at once, and judged one by one.
  private static func triggers(
    of rule: AlertRule, with thresholds: [Double], _ chunks: [[UInt8]], _ timing: Timing
  ) -> (tried: [Int], judged: [Int]) {
    let rules = thresholds.indices.map { index in
      var copy = rule
      copy.name = RuleName("1/\(index)")
      copy.threshold = thresholds[index]
      return copy
    }
    var tried = rule
    tried.trials = rules.map { AlertRule.Trial(name: $0.name, threshold: $0.threshold) }
    func counts(_ judged: [AlertRule]) -> [Int] {
      var counts: [RuleName: Int] = [:]
      for alert in RandomRuleTests.events(chunks, timing, judged).alerts
      where alert.state == .triggered {
        counts[alert.rule.name, default: 0] += 1
      }
      return rules.map { counts[$0.name] ?? 0 }
    }
    return (counts([tried]), counts(rules))
  }

  @Test(arguments: 1...16 as ClosedRange<UInt64>)
  func triggersAreThoseOfARuleForEachThreshold(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let timing = Timing(
      intervalSeconds: Int.random(in: 1...20, using: &random),
      latenessSeconds: Int.random(in: 0...9, using: &random))
    let lines = LogFixture.troubled(300, seed: seed, start: RandomRuleTests.start)
    for number in 0..<6 {
      var rule = try RandomRuleTests.rule(number, &random)
      rule.againstSeconds = nil
      // How often an alert would trigger that does so again and again in a silence depends on how many of
      // its seconds are judged.
      if rule.measure == .silence { rule.recovery = nil }
      let candidates = try #require(RuleCandidates(rule))
      let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: 3_000)
      let (tried, judged) = RuleTrialTests.triggers(
        of: rule, with: candidates.thresholds, chunks, timing)
      #expect(tried == judged, "\(rule)")
    }
  }

  /// More groups than are judged at a time, most of them with as many hits as others.
  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func triggersOfManyGroupsAreThoseOfARuleForEachThreshold(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let lines = RuleTrialTests.lines(3_000, of: 150, perSecond: 60, &random)
    let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: .max)
    var total = 0
    for measure in [Measure.rate, .share(of: .errors), .silence, .percentile(50, of: .bytes)] {
      var rule = AlertRule(measure: measure, windowSeconds: Int.random(in: 1...12, using: &random))
      rule.group = .section
      rule.forSeconds = Int.random(in: 0...2, using: &random)
      rule.keepSeconds = Int.random(in: 0...2, using: &random)
      rule.minimumHits = Int.random(in: 0...2, using: &random)
      let thresholds = measure == .percentile(50, of: .bytes) ? [10, 20, 30, 40, 50] : usual
      let (tried, judged) = RuleTrialTests.triggers(of: rule, with: thresholds, chunks, Timing())
      #expect(tried == judged)
      total += judged.reduce(0, +)
    }
    #expect(total > 100)
  }

  /// The smallest groups are forgotten, but not those with an alert under way, and these are others with
  /// each threshold.
  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func groupsThatAreForgottenAreThoseOfARuleForEachThreshold(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let lines = RuleTrialTests.lines(40_000, of: 7_000, perSecond: 1_000, &random)
    let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: 1 << 20)
    var rule = AlertRule(measure: .rate, windowSeconds: 20)
    rule.group = .section
    rule.keepSeconds = 5
    let (tried, judged) = RuleTrialTests.triggers(of: rule, with: usual, chunks, Timing())
    #expect(tried == judged)
    #expect(judged.contains { $0 > 100 })
  }

  private let usual = [0.05, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1, 2, 3, 5]

  /// Lines of so many sections, those with small numbers more often.
  private static func lines(
    _ count: Int, of sections: Int, perSecond: Int, _ random: inout SeededRandom
  ) -> [String] {
    (0..<count).map { number in
      let least = Int.random(in: 0..<3, using: &random) == 0 ? 50 : sections
      return LogFixture.line(
        RandomRuleTests.start + number / perSecond - Int.random(in: 0..<3, using: &random),
        target: "/\(Int.random(in: 0..<least, using: &random))",
        status: [200, 500][Int.random(in: 0..<2, using: &random)],
        bytes: Int.random(in: 0..<60, using: &random))
    }
  }
}

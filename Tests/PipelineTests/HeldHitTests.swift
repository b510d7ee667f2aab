import AccessLog
import Alerting
import Pipeline
import TestSupport
import Testing
import Traffic

/// Hits more than an hour ahead of the stream clock: the next hit tells which of the two is wrong.
@Suite struct HeldHitTests {
  struct Example: CustomTestStringConvertible {
    var testDescription: String
    /// Seconds of the hits; `nil` is a malformed line.
    var hits: [Int?]
    var clock: Int
    var skewed = 0
  }

  private static let examples = [
    Example(testDescription: "an hour is no jump", hits: [0, 3_600, 1], clock: 3_600),
    Example(testDescription: "not confirmed", hits: [0, 3_601, 0], clock: 0, skewed: 1),
    Example(testDescription: "confirmed", hits: [0, 3_601, 3_602], clock: 3_602),
    Example(testDescription: "confirmed by an hour less", hits: [0, 9_000, 5_400], clock: 9_000),
    Example(
      testDescription: "an hour and a second less", hits: [0, 7_201, 3_600], clock: 3_600,
      skewed: 1),
    Example(
      testDescription: "confirmed, then not", hits: [0, 7_200, 20_000, 1], clock: 7_200, skewed: 1),
    Example(
      testDescription: "each ahead of the one before", hits: [0, 9_000, 18_000, 27_000],
      clock: 27_000),
    Example(
      testDescription: "the next one is held too", hits: [0, 50_000, 9_000, 1], clock: 1, skewed: 2),
    Example(testDescription: "the first is never held", hits: [9_000, 0, 1], clock: 9_000),
    Example(testDescription: "none comes", hits: [0, 9_000], clock: 9_000),
    Example(
      testDescription: "the clock is of an earlier chunk", hits: [8_000, 0, 9_000, 0],
      clock: 9_000),
    Example(
      testDescription: "behind a clock that was confirmed", hits: [0, 9_000, 9_000, 0, 9_500, 0],
      clock: 9_500),
    Example(
      testDescription: "lines that are no hits wait for nothing",
      hits: [0, nil, 9_000, nil, nil, 9_020, nil, 99_000, nil, 9_030], clock: 9_030, skewed: 1),
    Example(
      testDescription: "alternating", hits: [0, 9_000, 0, 9_000, 0, 9_000, 0], clock: 0, skewed: 3),
  ]

  private static let moment = WatchSession.moment(0)

  private func lines(_ example: Example) -> [String] {
    example.hits.map { hit in
      hit.map { LogFixture.line(WatchSession.start + $0, target: "/\($0)/x") } ?? "no log line"
    }
  }

  /// Every way to cut the lines into chunks, as the lines that a chunk ends with.
  private func cuts(_ count: Int) -> [Set<Int>] {
    (0..<1 << (count - 1)).map { bits in
      Set((0..<count - 1).filter { bits >> $0 & 1 == 1 } + [count - 1])
    }
  }

  @Test(arguments: examples)
  func anyCutAgreesWithTheRuleLineByLine(example: Example) {
    let lines = lines(example)
    let timing = Timing()
    var reference = ReferenceWatch(timing: timing, rules: [AlertRule(threshold: 0.005)])
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    #expect(reference.clock.map { $0 - WatchSession.start } == example.clock)
    #expect(reference.totals.skewed == example.skewed)
    for cut in cuts(lines.count) {
      var session = WatchSession(timing, threshold: 0.005, isFollowing: false)
      var events: [TrafficEvent] = []
      var chunk: [String] = []
      for (index, line) in lines.enumerated() {
        chunk.append(line)
        guard cut.contains(index) else { continue }
        events += session.read(chunk, at: 0)
        chunk = []
      }
      events += session.finish()
      #expect(session.clock == example.clock)
      let isAlike = events.verdicts == reference.events
      #expect(isAlike, "chunks end with the lines \(cut.sorted())")
    }
  }

  @Test func itIsReleasedAfterTwoSecondsWhileFollowing() {
    var session = WatchSession()
    var events = session.read([0], at: 0)
    events += session.read([90_000], at: 10)
    #expect(session.watch.untilNextTick(at: WatchSession.moment(10)) == .seconds(1))
    events += session.tick(through: 11...11)
    #expect(session.clock == 11)
    events += session.tick(through: 12...12)
    // Read two seconds ago.
    #expect(session.clock == 90_002)
    #expect(session.watch.snapshot().skewSeconds == 10 - 90_000)
    events += session.finish()
    #expect(events.summary?.counts.skewed == 0)
    #expect(events.summary?.statistics.hits == 2)
  }

  @Test func theNextHitDecidesBeforeTheTwoSecondsHavePassed() {
    var session = WatchSession()
    var events = session.read([0], at: 0) + session.read([90_000], at: 10)
    events += session.tick(through: 11...11)
    events += session.read([11], at: 11)
    events += session.tick(through: 12...20)
    #expect(session.clock == 20)
    events += session.finish()
    #expect(events.summary?.counts.skewed == 1)
    #expect(events.intervals.map(\.statistics.hits).reduce(0, +) == 3)
    // It counts as a hit of the second that the clock showed.
    #expect(events.summary?.span?.upperBound == Instant(WatchSession.start + 12))
  }

  /// A log whose clock is hours ahead or behind is a log like any other.
  @Test(arguments: [-90_000, 0, 90_000, 1_000_000_000])
  func theClockOfTheMachineChangesNoNumber(ahead: Int) {
    let lines = LogFixture.troubled(300, seed: 3, start: WatchSession.start)
    func events(at now: Int) -> [TrafficEvent] {
      var session = WatchSession(isFollowing: false)
      return session.read(lines, at: now) + session.finish()
    }
    let isAlike = events(at: ahead) == events(at: 5)
    #expect(isAlike)
  }

  @Test func aHitThatIsHeldAsContextEndsIsDecidedByTheFirstThatIsLive() {
    for (next, skewed) in [(1, true), (90_001, false)] {
      var session = WatchSession(startsWithContext: true)
      _ = session.read([0, 90_000], at: 1, as: .context)
      _ = session.endContext(modified: 1, at: 1)
      #expect(session.clock == 0)
      _ = session.read([next], at: 1)
      #expect(session.clock == (skewed ? 1 : 90_001))
      // Context is in no total.
      #expect(session.watch.snapshot().totalCounts.skewed == 0)
      #expect(session.watch.snapshot().totalHits == 1)
    }
  }
}

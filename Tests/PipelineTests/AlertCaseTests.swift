import AccessLog
import Alerting
import Testing
import Traffic

/// Hits in the order in which they are read, and what a rule on their rate makes of them.
struct AlertCase: Sendable, CustomTestStringConvertible {
  struct Transition: Sendable, Equatable {
    var state: AlertTransition.State
    var second: Int
    var hits: Int
  }

  var testDescription: String
  var rule: AlertRule
  var lateness: Int
  /// A second for each hit.
  var hits: [Int]
  var expected: [Transition]

  init(
    _ name: String, window: Int = 10, threshold: Double = 1, lateness: Int = 2,
    _ hits: [(second: Int, count: Int)], _ expected: [(AlertTransition.State, Int, hits: Int)]
  ) {
    testDescription = name
    rule = AlertRule(windowSeconds: window, threshold: threshold)
    self.lateness = lateness
    self.hits = hits.flatMap { Array(repeating: $0.second, count: $0.count) }
    self.expected = expected.map { Transition(state: $0.0, second: $0.1, hits: $0.hits) }
  }
}

/// What other programs that do the same are tested with.
@Suite struct AlertCaseTests {
  private static let cases = [
    AlertCase("above from the very first second", [(0, 11)], [(.triggered, 0, hits: 11)]),
    AlertCase(
      "exactly equal, rising and falling", [(0, 10), (1, 1), (5, 9), (12, 1)],
      [(.triggered, 1, hits: 11), (.recovered, 11, hits: 9)]),
    AlertCase(
      "in order", (0...9).map { ($0, 2) }, [(.triggered, 5, hits: 12)]),
    AlertCase(
      "in reverse within the lateness", lateness: 10, (0...9).reversed().map { ($0, 2) },
      [(.triggered, 5, hits: 12)]),
    AlertCase(
      "in reverse beyond the lateness", (0...9).reversed().map { ($0, 2) },
      [(.triggered, 7, hits: 16)]),
    AlertCase(
      "in random order within the lateness", lateness: 10,
      [3, 0, 7, 1, 9, 2, 8, 4, 6, 5].map { ($0, 2) }, [(.triggered, 5, hits: 12)]),
    AlertCase(
      "late inside the window", lateness: 0, [(0, 1), (5, 1), (2, 20), (6, 1)],
      [(.triggered, 5, hits: 22)]),
    AlertCase(
      "late at the edge of the window", lateness: 0, [(0, 1), (20, 1), (11, 20), (21, 1)],
      [(.triggered, 20, hits: 21), (.recovered, 21, hits: 2)]),
    AlertCase(
      "late beyond the window", lateness: 0, [(0, 1), (20, 1), (10, 20), (21, 1)], []),
    AlertCase(
      "a second breach without a recovery between", window: 2,
      [(0, 4), (2, 2), (3, 3), (10, 1)], [(.triggered, 0, hits: 4), (.recovered, 5, hits: 0)]),
    AlertCase(
      "a window of a second", window: 1, threshold: 3,
      [(0, 3), (1, 4), (2, 3), (3, 2), (4, 9), (10, 1)],
      [
        (.triggered, 1, hits: 4), (.recovered, 3, hits: 2), (.triggered, 4, hits: 9),
        (.recovered, 5, hits: 0),
      ]),
  ]

  @Test(arguments: cases)
  func theAlertsAreThose(example: AlertCase) {
    var session = WatchSession(
      Timing(latenessSeconds: example.lateness), window: example.rule.windowSeconds,
      threshold: example.rule.threshold, isFollowing: false)
    // A chunk of its own for each hit, or all in one.
    var whole = session
    let events = example.hits.flatMap { session.read([$0], at: 30) } + session.finish()
    let told = events.alerts.map {
      AlertCase.Transition(
        state: $0.state, second: $0.time.seconds - WatchSession.start, hits: $0.hits)
    }
    #expect(told == example.expected)
    #expect(whole.read(example.hits, at: 30) + whole.finish() == events)
  }
}

import AccessLog
import Alerting
import Testing
import Traffic

/// What is counted of some seconds, and what a rule on the share of errors makes of it.
struct ShareCase: Sendable, CustomTestStringConvertible {
  struct Second: Sendable {
    var second: Int
    var hits: Int
    var errors: Int
  }

  struct Transition: Sendable, Equatable {
    var state: AlertTransition.State
    var second: Int
    var reading: Reading
  }

  var testDescription: String
  var seconds: [Second]
  /// The last second that is judged.
  var end: Int
  var expected: [Transition]

  init(
    _ name: String, _ seconds: [(Int, hits: Int, errors: Int)], end: Int,
    _ expected: [(AlertTransition.State, Int, hits: Int, value: Double?)]
  ) {
    testDescription = name
    self.seconds = seconds.map { Second(second: $0.0, hits: $0.hits, errors: $0.errors) }
    self.end = end
    self.expected = expected.map {
      Transition(state: $0.0, second: $0.1, reading: Reading(hits: $0.hits, value: $0.value))
    }
  }
}

@Suite struct ShareTests {
  /// More than 10 % of at least 20 hits in 30 s; recovers below 5 %.
  private static let rule = AlertRule(
    measure: .share(of: .errors), windowSeconds: 30, threshold: 0.1, recovery: 0.05,
    minimumHits: 20)

  private static let cases = [
    ShareCase("equal to the threshold", [(0, hits: 20, errors: 2)], end: 5, []),
    ShareCase(
      "above the threshold", [(0, hits: 20, errors: 3)], end: 5,
      [(.triggered, 0, hits: 20, value: 0.15)]),
    ShareCase("all of too few hits", [(0, hits: 19, errors: 19)], end: 60, []),
    ShareCase(
      "enough hits only later", [(0, hits: 19, errors: 19), (7, hits: 1, errors: 0)], end: 9,
      [(.triggered, 7, hits: 20, value: 0.95)]),
    ShareCase(
      "between recovery and threshold it stays, at the recovery too",
      [
        (0, hits: 20, errors: 3), (1, hits: 20, errors: 0), (2, hits: 20, errors: 0),
        (3, hits: 1, errors: 0),
      ], end: 5,
      [(.triggered, 0, hits: 20, value: 0.15), (.recovered, 3, hits: 61, value: 3.0 / 61)]),
    ShareCase(
      "too few hits recover whatever their share",
      [(0, hits: 20, errors: 20), (10, hits: 19, errors: 19)], end: 35,
      [(.triggered, 0, hits: 20, value: 1), (.recovered, 30, hits: 19, value: 1)]),
    ShareCase(
      "a share of nothing recovers", [(0, hits: 20, errors: 20)], end: 100_000,
      [(.triggered, 0, hits: 20, value: 1), (.recovered, 30, hits: 0, value: nil)]),
    ShareCase("a share of nothing does not trigger", [(0, hits: 0, errors: 0)], end: 50, []),
  ]

  @Test(arguments: cases)
  func isHeldAgainstTheRule(example: ShareCase) {
    var session = BookSession([ShareTests.rule], start: 0)
    var transitions: [AlertTransition] = []
    for second in example.seconds {
      transitions += session.advance(to: second.second).transitions
      session.add(hits: second.hits, errors: second.errors, to: second.second)
    }
    transitions += session.advance(to: example.end + 1).transitions
    let told = transitions.map {
      ShareCase.Transition(state: $0.state, second: $0.time.seconds, reading: $0.reading)
    }
    #expect(told == example.expected)
  }

  @Test func withoutALeastNumberOfHitsAShareOfNothingRecoversToo() {
    var rule = ShareTests.rule
    rule.minimumHits = 0
    var session = BookSession([rule], start: 0)
    session.add(hits: 1, errors: 1, to: 0)
    #expect(session.advance(to: 1).transitions.map(\.state) == [.triggered])
    #expect(session.advance(to: 99).transitions.map(\.reading) == [Reading(hits: 0, value: nil)])
  }

  @Test func theValueOfTooFewHitsIsNoPeak() {
    var session = BookSession([ShareTests.rule], start: 0)
    session.add(hits: 20, errors: 5, to: 0)
    session.advance(to: 3)
    session.add(hits: 5, errors: 5, to: 3)
    session.advance(to: 30)
    #expect(session.book.underWay.map(\.peak) == [0.4])
    // Of the window that ends with second 30 only the five errors are left.
    let recovery = session.advance(to: 31).transitions
    #expect(recovery.map(\.reading) == [Reading(hits: 5, value: 1)])
    #expect(recovery.map(\.peak) == [0.4])
  }

  @Test func aBacktestIsThatOfTheRule() {
    var series = SecondSeries()
    series.hits = [10, 10, 20, 20, 20, 20, 20]
    series.errors = [9, 0, 0, 0, 0, 9, 0]
    var rule = ShareTests.rule
    rule.windowSeconds = 2
    let backtest = Backtest(of: rule, over: series)
    // Shares of 9/20, 0/30 and so on; 9/40 from second 5 on.
    #expect(backtest.triggers == 2)
    #expect(backtest.lastTrigger == 5)
    #expect(backtest.breachedSeconds == 3)
    #expect(backtest.isUnderWay)
    series.errors[5] = 4
    #expect(Backtest(of: rule, over: series).triggers == 1)
  }
}

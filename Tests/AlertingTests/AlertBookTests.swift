import AccessLog
import Alerting
import Query
import Testing
import Traffic

@Suite struct AlertBookTests {
  /// Also of one whose peak has grown since, and in a book that judged the same again.
  @Test func causesStandInTheHistory() throws {
    let rule = AlertRule(windowSeconds: 2, threshold: 1)
    func session() -> BookSession {
      var session = BookSession([rule], start: 100)
      for second in 100..<106 {
        session.advance(to: second)
        session.add(hits: second, to: second)
      }
      session.advance(to: 106)
      return session
    }
    func causes(_ book: AlertBook) -> [[Cause]?] {
      book.board.history.compactMap {
        guard case .transition(let transition) = $0 else { return nil }
        return .some(transition.causes)
      }
    }
    var book = session().book
    let alert = try #require(book.underWay.first)
    let cause = Cause(dimension: .path, group: [1], hits: 9, before: 1, share: 1)
    #expect(alert.peak != alert.reading.value && causes(book) == [nil])
    book.explain(alert, by: [cause])
    #expect(causes(book) == [[cause]])
    var again = session().book
    again.keepCauses(of: book)
    #expect(causes(again) == [[cause]])
  }

  /// Each press of a key is a change; those within a minute are one entry of the history.
  @Test
  func successiveChangesOfAThresholdAreOneEvent() {
    var session = BookSession([AlertRule()], start: 100)
    for threshold in [11.0, 12, 13] { _ = session.setThreshold(threshold) }
    var joined = ThresholdChange(time: Instant(100), old: 10, new: 13)
    #expect(session.book.board.history == [.thresholdChange(joined)])
    _ = session.setThreshold(10)
    #expect(session.book.board.history.isEmpty)
    _ = session.setThreshold(12)
    session.advance(to: 160)
    _ = session.setThreshold(13)
    joined.time = Instant(160)
    #expect(session.book.board.history == [.thresholdChange(joined)])
    session.advance(to: 221)
    _ = session.setThreshold(14)
    #expect(session.book.board.history.count == 2)
    var two = BookSession(rules(), start: 100)
    _ = two.setThreshold(3)
    _ = two.setThreshold(0.5, of: AlertBookTests.errors)
    #expect(two.book.board.history.count == 2)
  }

  private static let errors = RuleName("errors")

  /// The default rule with another window and threshold, and the share of errors over a longer one.
  private func rules(window: Int = 10, threshold: Double = 2) -> [AlertRule] {
    [
      AlertRule(windowSeconds: window, threshold: threshold),
      AlertRule(
        name: AlertBookTests.errors, measure: .share(of: .errors), windowSeconds: 30,
        threshold: 0.1),
    ]
  }

  @Test(arguments: [1, 7, 120, 86_400])
  func aWindowIsWholeAndHoldsItsOwnSeconds(window: Int) {
    var session = BookSession(rules(window: window), start: 0)
    session.add(hits: 5, to: 0)
    for second in [1, (window + 1) / 2, window] {
      session.advance(to: second)
      #expect(session.reading == Reading(hits: 5, value: 5 / Double(window)))
    }
    session.advance(to: window + 1)
    #expect(session.reading == Reading(hits: 0, value: 0))
  }

  @Test func aHitForAClosedSecondCountsInTheWindowsThatAreToCome() {
    var session = BookSession(rules(), start: 100)
    session.advance(to: 108)
    session.add(hits: 1, to: 97)
    #expect(session.reading.hits == 0)
    session.add(hits: 1, to: 98)
    #expect(session.reading.hits == 1)
    session.advance(to: 109)
    #expect(session.reading.hits == 0)
    // The longer window still has both.
    #expect(session.book.board[AlertBookTests.errors].reading == Reading(hits: 2, value: 0))
    session.add(hits: 3, errors: 2, to: 108)
    #expect(session.reading.hits == 3)
    #expect(session.book.board[AlertBookTests.errors].reading == Reading(hits: 5, value: 0.4))
  }

  @Test func aGapIsJudgedUntilTheLongestWindowIsEmpty() {
    var session = BookSession(rules(), start: 0)
    session.add(hits: 50, errors: 50, to: 0)
    let first = session.advance(to: 1)
    #expect(first.transitions.map(\.rule.name) == [.highTraffic, AlertBookTests.errors])
    let gap = session.advance(to: 1_000_000_000)
    #expect(gap.verdicts < 40)
    #expect(gap.transitions.map(\.rule.name) == [.highTraffic, AlertBookTests.errors])
    #expect(gap.transitions.map(\.time) == [Instant(10), Instant(30)])
    #expect(
      gap.transitions.map(\.reading) == [
        Reading(hits: 0, value: 0), Reading(hits: 0, value: nil),
      ])
  }

  @Test func aChangedThresholdIsJudgedAtOnce() {
    var session = BookSession(rules(), start: 100)
    session.add(hits: 15, to: 100)
    session.advance(to: 101)
    #expect(session.setThreshold(1.5) == nil)
    let triggered = session.setThreshold(1.4)
    #expect(triggered?.state == .triggered)
    #expect(triggered?.time == Instant(100))
    #expect(triggered?.rule.threshold == 1.4)
    #expect(session.setThreshold(1.5) == nil)
    #expect(session.setThreshold(1.6)?.state == .recovered)
    #expect(session.setThreshold(1.6) == nil)
    #expect(session.changes.map(\.new) == [1.4, 1.6])
    #expect(session.changes.map(\.old) == [2, 1.4])
    #expect(session.changes.allSatisfy { $0.time == Instant(101) && $0.rule == .highTraffic })
    // A change stands before what it brought about.
    #expect(session.book.board.history[1] == triggered.map { .transition($0) })
    #expect(session.book.board.history.count == 4)
  }

  @Test func aChangeConcernsItsRuleAlone() {
    var session = BookSession(rules(), start: 100)
    session.add(hits: 15, errors: 1, to: 100)
    session.advance(to: 101)
    let triggered = session.setThreshold(0.05, of: AlertBookTests.errors)
    #expect(triggered?.rule.name == AlertBookTests.errors)
    #expect(triggered?.reading == Reading(hits: 15, value: 1.0 / 15))
    #expect(session.book.board[.highTraffic].rule.threshold == 2)
    #expect(session.book.underWay == triggered.map { [$0] })
    #expect(session.setThreshold(1, of: RuleName("no such rule")) == nil)
    #expect(session.changes.count == 1)
  }

  @Test func aThresholdBeforeTheFirstSecondIsOnlyNoted() {
    var book = AlertBook(rules())
    let empty = Timeline(timing: Timing(), longestWindow: 30, reportsSilence: false)
    #expect(book.setThreshold(0, of: .highTraffic, in: empty).isEmpty)
    #expect(book.board[.highTraffic].rule.threshold == 0)
    #expect(
      book.board.history == [.thresholdChange(ThresholdChange(time: nil, old: 2, new: 0))])
  }

  @Test func aPeakIsNeverBelowTheValueOfTheRecovery() {
    var session = BookSession(rules(), start: 100)
    session.add(hits: 21, to: 100)
    session.advance(to: 101)
    // Late hits are added to the window since it was judged.
    session.add(hits: 29, to: 100)
    let recovered = session.setThreshold(9)
    #expect(recovered?.hits == 50)
    #expect(recovered?.peak == 5)
  }

  @Test func theOldestEventsAreForgotten() {
    var session = BookSession([AlertRule(windowSeconds: 1, threshold: 2)], start: 0)
    for second in 0..<AlertBook.maximumHistory + 7 {
      if second.isMultiple(of: 2) { session.add(hits: 3, to: second) }
      session.advance(to: second + 1)
    }
    let history = session.book.board.history
    // Two thousand at a time.
    #expect(history.count == AlertBook.maximumHistory - 2_000 + 7)
    guard case .transition(let oldest)? = history.first else {
      Issue.record("no transition")
      return
    }
    #expect(oldest.time == Instant(2_000))
  }
}

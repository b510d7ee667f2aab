import AccessLog
import Alerting
import Query
import Testing
import Traffic

/// What rules measured, for a graph.
@Suite struct RuleTrailTests {
  private let errors = AlertRule(
    name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 5, threshold: 0.5)

  private func values(_ trail: RuleTrail?, _ seconds: ClosedRange<Int>) -> [Double?] {
    seconds.map { trail?.value(at: Instant($0)) }
  }

  @Test func keepsWhatWasMeasuredAtEachSecond() {
    var session = BookSession([AlertRule(windowSeconds: 2, threshold: 9), errors], start: 100)
    #expect(session.book.board.rules.map(\.trail) == [nil, nil])
    session.keepTrails()
    session.add(hits: 4, errors: 1, to: 100)
    session.advance(to: 103)
    let board = session.book.board
    #expect(values(board[.highTraffic].trail, 99...103) == [nil, 2, 2, 0, 0])
    #expect(values(board[errors.name].trail, 99...102) == [nil, 0.25, 0.25, 0.25])
    // Seconds without hits have no share, so nothing is recorded for them.
    session.advance(to: 120)
    session.add(hits: 1, errors: 1, to: 120)
    session.advance(to: 121)
    let trail = session.book.board[errors.name].trail
    #expect(values(trail, 104...106) == [0.25, nil, nil])
    #expect(values(trail, 119...120) == [nil, 1])
  }

  @Test func aThresholdChangesNoValueAndSwitchingOffForgetsThem() {
    var session = BookSession([AlertRule(windowSeconds: 2, threshold: 9)], start: 100)
    session.keepTrails()
    session.add(hits: 4, to: 100)
    session.advance(to: 102)
    _ = session.setThreshold(1)
    #expect(values(session.book.board[.highTraffic].trail, 100...101) == [2, 2])
    _ = session.setEnabled(false)
    _ = session.setEnabled(true)
    session.advance(to: 103)
    #expect(values(session.book.board[.highTraffic].trail, 101...102) == [nil, 0])
  }

  @Test func keepsAnHour() {
    var trail = RuleTrail(of: errors)
    for second in 0..<10_000 { trail.add(Double(second % 100) / 128, at: Instant(second)) }
    for second in 6_400..<10_000 {
      #expect(trail.value(at: Instant(second)) == Double(second % 100) / 128)
    }
    #expect(trail.value(at: Instant(5_000)) == nil)
    // A log of an earlier time starts a new trail.
    trail.add(0.5, at: Instant(1_000))
    #expect(values(trail, 999...1_001) == [nil, 0.5, 0.5])
    trail.add(0.25, at: Instant(90_000))
    #expect(values(trail, 1_000...1_000) == [nil])
  }

  @Test func silenceGrowsWhileNothingIsJudged() {
    let rule = AlertRule(name: RuleName("quiet"), measure: .silence, threshold: 50)
    var session = BookSession([rule], start: 100)
    session.keepTrails()
    session.add(hits: 1, to: 100)
    session.advance(to: 400)
    let trail = session.book.board[rule.name].trail
    for second in 100..<450 { #expect(trail?.value(at: Instant(second)) == Double(second - 100)) }
  }

  /// Each group has a value of its own.
  @Test func groupsHaveNoTrail() {
    var rule = AlertRule(windowSeconds: 5, threshold: 1)
    rule.group = .path
    var session = BookSession([rule], start: 100)
    session.keepTrails()
    #expect(session.book.board[.highTraffic].trail == nil)
  }
}

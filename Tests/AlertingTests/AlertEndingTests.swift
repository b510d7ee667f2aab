import AccessLog
import Alerting
import Testing
import Traffic

/// Alerts of rules that are judged no longer: they are over, and have not recovered.
@Suite struct AlertEndingTests {
  private static let rule = AlertRule(windowSeconds: 10, threshold: 0.5)
  private static let errors = AlertRule(
    name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 10, threshold: 0.1)

  /// Both rules have triggered.
  private func session() -> BookSession {
    var session = BookSession([AlertEndingTests.rule, AlertEndingTests.errors], start: 1_000)
    session.add(hits: 9, errors: 3, to: 1_000)
    #expect(session.advance(to: 1_004).transitions.map(\.state) == [.triggered, .triggered])
    return session
  }

  private func messages(_ transitions: [AlertTransition]) -> [String] {
    transitions.map { $0.message(time: "12:00") }
  }

  @Test func switchedOffItEndsInWordsOfItsOwn() {
    var session = session()
    let ends = session.setEnabled(false, RuleName("errors"))
    #expect(messages(ends) == ["errors: alert ended at 12:00: the rule was switched off"])
    let end = ends[0]
    #expect(end.state == .recovered && !end.isWithheld)
    #expect(end.time == Instant(1_003) && end.triggerTime == Instant(1_000))
    #expect(end.reading == Reading(hits: 9, value: 3.0 / 9) && end.peak == 3.0 / 9)
    #expect(session.book.board.history.last == .transition(end))
    #expect(session.book.underWay.map(\.rule.name) == [.highTraffic])
    // It is not told twice, and begins again once it is judged.
    #expect(session.setEnabled(false, RuleName("errors")).isEmpty)
    #expect(session.advance(to: 1_006).transitions.isEmpty)
    #expect(session.setEnabled(true, RuleName("errors")).isEmpty)
    let again = session.advance(to: 1_008).transitions
    #expect(again.map(\.rule.name) == [RuleName("errors")] && again.map(\.state) == [.triggered])
    #expect(
      messages(session.setEnabled(false))
        == ["High traffic alert ended at 12:00: the rule was switched off"])
  }

  @Test func otherSettingsEndWhatTheyJudgeOtherwise() {
    var session = session()
    var (wider, off) = (AlertEndingTests.rule, AlertEndingTests.errors)
    wider.windowSeconds = 20
    off.isEnabled = false
    #expect(
      messages(session.adopt([wider, off])) == [
        "High traffic alert ended at 12:00: the rule was changed",
        "errors: alert ended at 12:00: the rule was switched off",
      ])
    var other = self.session()
    var spoken = AlertEndingTests.rule
    spoken.severity = .critical
    #expect(
      messages(other.adopt([spoken]))
        == ["errors: alert ended at 12:00: the rule was left out of the settings"])
    #expect(other.book.underWay.map(\.rule.name) == [.highTraffic])
  }

  /// Has one hit at each of the seconds, with a window of one.
  private func flapping(_ hits: [Int], to end: Int) -> (BookSession, [AlertTransition]) {
    var session = BookSession([AlertRule(windowSeconds: 1, threshold: 0.5)], start: 1_000)
    var transitions: [AlertTransition] = []
    for second in 1_000..<end {
      if hits.contains(second) { session.add(hits: 1, to: second) }
      transitions += session.advance(to: second + 1).transitions
    }
    _ = session.released()
    return (session, transitions)
  }

  /// Who heard of the trigger hears of the end, and no one else does.
  @Test func whatIsHeldBackOfAnAlertThatWasToldIsToldAtTheEnd() {
    // Its fifth transition is held back: the last that was told is a recovery.
    var (session, transitions) = flapping([1_001, 1_003, 1_005], to: 1_005)
    session.silence(until: 2_000)
    session.add(hits: 1, to: 1_005)
    transitions += session.advance(to: 1_006).transitions
    #expect(transitions.map(\.isWithheld) == [false, false, false, false, true])
    let ends = session.setEnabled(false)
    #expect(ends.map(\.isWithheld) == [true])
    #expect(session.released().isEmpty)

    // The trigger was told; its recovery falls into a silence.
    (session, transitions) = flapping([1_001], to: 1_002)
    session.silence(until: 2_000)
    transitions += session.advance(to: 1_004).transitions
    #expect(transitions.map(\.isWithheld) == [false, true])
    #expect(session.setEnabled(false).isEmpty)
    #expect(session.released().map(\.state) == [.recovered])
    #expect(session.released().isEmpty)
  }

  /// The settings changed while no program ran.
  @Test func theNextRunEndsWhatItJudgesOtherwise() throws {
    var session = session()
    var wider = AlertEndingTests.errors
    wider.windowSeconds = 20
    try session.restart(with: [AlertEndingTests.rule, wider])
    #expect(
      messages(session.endLeft()) == ["errors: alert ended at 12:00: the rule was changed"])
    #expect(session.endLeft().isEmpty)
    #expect(session.book.underWay.map(\.rule.name) == [.highTraffic])
    let history = session.book.board.history
    try session.restart(with: [])
    // The end is kept as what it was.
    #expect(session.book.board.history == history)
    #expect(
      messages(session.endLeft())
        == ["High traffic alert ended at 12:00: the rule was left out of the settings"])
  }
}

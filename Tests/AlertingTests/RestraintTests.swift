import AccessLog
import Alerting
import TallyCodec
import Testing
import Traffic

/// How often alerts are told that flap or whose rules are silenced.
@Suite struct RestraintTests {
  /// Above at each second with hits: the window is one second.
  private func session() -> BookSession {
    BookSession([AlertRule(windowSeconds: 1, threshold: 0.5)], start: 1_000)
  }

  /// Has a hit at each of the seconds, and advances to the end; returns what was told when.
  private func told(
    _ session: inout BookSession, hits: [Int], to end: Int
  ) -> (all: [Int], told: [Int], released: [Int], flapping: [Int]) {
    var (all, told, released, flapping): ([Int], [Int], [Int], [Int]) = ([], [], [], [])
    let start = session.timeline.clock?.seconds ?? 0
    for second in start..<end {
      if hits.contains(second) { session.add(hits: 1, to: second) }
      for transition in session.advance(to: second + 1).transitions {
        all.append(transition.time.seconds)
        if !transition.isWithheld { told.append(transition.time.seconds) }
        if transition.isFlapping { flapping.append(transition.time.seconds) }
      }
      released += session.released().map { _ in second }
    }
    return (all, told, released, flapping)
  }

  /// Four transitions within ten windows; from then on after 1, 2, 4 and 8 windows.
  @Test func whatFlapsIsToldLessAndLessOften() {
    var session = session()
    let hits = Array(stride(from: 1_001, to: 1_080, by: 2))
    let (all, told, released, flapping) = told(&session, hits: hits, to: 1_100)
    #expect(all == Array(1_001...1_080))
    #expect(flapping == Array(1_004...1_080))
    // Each transition is another state: it is told at a transition, or once the pause is over.
    #expect(told.prefix(4) == [1_001, 1_002, 1_003, 1_004])
    let times = (told + released).sorted().dropFirst(3)
    let pauses = zip(times.dropFirst(), times).map { $0 - $1 }
    #expect(pauses.prefix(3) == [1, 2, 4] || pauses.prefix(3) == [1, 3, 5])
    #expect(pauses.allSatisfy { $0 <= 10 } && times.count < 16)
    #expect(session.book.board.history.count == 80)
    #expect(!session.book.board.rules[0].isFlapping)
  }

  @Test func threeTransitionsOrAPauseAreNoFlapping() {
    var session = session()
    let (_, told, _, flapping) = told(
      &session, hits: [1_001, 1_003, 1_020, 1_040, 1_060], to: 1_100)
    #expect(flapping == [1_004])
    #expect(told == [1_001, 1_002, 1_003, 1_004, 1_020, 1_021, 1_040, 1_041, 1_060, 1_061])
  }

  /// The last state is always told in the end.
  @Test func theLastStateIsTold() {
    for last in 1_006...1_013 {
      var session = session()
      let (all, told, released, _) = told(
        &session, hits: [1_001, 1_003, 1_005] + Array(1_006...last), to: 1_060)
      let final = told.last == all.last ? all.last : released.last
      #expect(final ?? 0 >= all.last ?? 0)
      #expect(released.count <= 2)
    }
  }

  @Test func aSilencedRuleIsRecordedAndToldOnceItIsOver() {
    var session = session()
    session.silence(until: 1_010)
    let (all, first, released, _) = told(&session, hits: Array(1_003...1_020), to: 1_030)
    #expect(all == [1_003, 1_021])
    #expect(released == [1_010])
    #expect(first == [1_021])
    #expect(session.book.board.history.count == 2)
    // What began and ended within the silence is history.
    session.silence(until: 1_050)
    let (again, none, late, _) = told(&session, hits: [1_035], to: 1_070)
    #expect(again == [1_035, 1_036])
    #expect(none.isEmpty && late.isEmpty)
    session.silence(until: 2_000)
    _ = told(&session, hits: Array(1_075...1_080), to: 1_078)
    session.silence(until: nil)
    #expect(told(&session, hits: Array(1_075...1_080), to: 1_079).released == [1_078])
  }

  /// The untold transitions, and their times, survive a restart.
  @Test func aSilenceAndFlappingOutliveARestart() throws {
    var session = session()
    _ = told(&session, hits: [1_001, 1_003, 1_005, 1_007], to: 1_009)
    session.silence(until: 1_040)
    #expect(session.book.board.rules[0].isFlapping)
    var writer = RecordWriter()
    session.book.write(to: &writer)
    var reader = RecordReader(writer.bytes)
    let book = try AlertBook(from: &reader, rules: [AlertRule(windowSeconds: 1, threshold: 0.5)])
    #expect(book.board.rules[0].isFlapping)
    #expect(book.board.rules[0].rule.silencedUntil == Instant(1_040))
    #expect(book.board.history == session.book.board.history)
    let due = session.book.nextVerdict(in: session.timeline)
    #expect(book.nextVerdict(in: session.timeline) == due)
  }

  /// What is done by key outlives a restart, unless the settings have another silence by then.
  @Test(
    arguments: [
      (nil, 1_700, nil, 1_700), (nil, 1_700, 1_600, 1_600), (1_500, nil, 1_500, nil),
      (1_500, nil, 1_600, 1_600), (1_500, nil, nil, nil), (1_500, 1_700, 1_500, 1_700),
      (1_500, 1_700, 1_600, 1_600), (1_500, 1_700, nil, nil), (1_500, 1_500, 1_600, 1_600),
    ] as [(Int?, Int?, Int?, Int?)])
  func aSilenceOfTheSettingsThatIsNewCountsAfterARestart(
    settings: Int?, key: Int?, next: Int?, expected: Int?
  ) throws {
    func rule(silencedUntil second: Int?) -> AlertRule {
      var rule = AlertRule(windowSeconds: 1, threshold: 0.5)
      rule.silencedUntil = second.map { Instant($0) }
      return rule
    }
    var session = BookSession([rule(silencedUntil: settings)], start: 1_000)
    session.silence(until: key)
    for _ in 0..<2 {
      try session.restart(with: [rule(silencedUntil: next)])
      #expect(session.book.rules[0].silencedUntil == expected.map { Instant($0) })
    }
  }

  /// A silence of the settings is in the settings.
  @Test func aStateHasNothingOfASilenceThatWasNotChanged() {
    var rule = AlertRule(windowSeconds: 1, threshold: 0.5)
    func state() -> [UInt8] {
      var writer = RecordWriter()
      AlertBook([rule]).write(to: &writer)
      return writer.bytes
    }
    let usual = state()
    rule.silencedUntil = Instant(1_500)
    #expect(state() == usual)
  }

  /// Settings that a rule is on or off in are a change of the rule.
  @Test(arguments: [true, false], [true, false])
  func whatWasSwitchedByKeyStaysSo(wasEnabled: Bool, isEnabled: Bool) throws {
    func rule(isEnabled: Bool) -> AlertRule {
      var rule = AlertRule(windowSeconds: 1, threshold: 0.5)
      rule.isEnabled = isEnabled
      return rule
    }
    var session = BookSession([rule(isEnabled: wasEnabled)], start: 1_000)
    _ = session.setEnabled(!wasEnabled)
    try session.restart(with: [rule(isEnabled: isEnabled)])
    #expect(session.book.rules[0].isEnabled == (wasEnabled == isEnabled ? !wasEnabled : isEnabled))
  }

  @Test func aRuleThatIsOffIsNotJudged() {
    var off = AlertRule(windowSeconds: 1, threshold: 0.5)
    off.isEnabled = false
    var session = BookSession([off], start: 1_000)
    #expect(told(&session, hits: [1_005], to: 1_010).all.isEmpty)
    #expect(session.book.board.rules.map(\.rule.isEnabled) == [false])
    #expect(session.book.longestWindow == 0)
  }
}

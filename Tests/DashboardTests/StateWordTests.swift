import AccessLog
import Alerting
import Canvas
import Testing
import Traffic

@testable import Dashboard

/// Whether all is well, in a word.
struct StateWordTests {
  /// What is wrong with traffic of 20 hits a second, and what is said of it.
  private struct Case: CustomTestStringConvertible {
    var name: String
    var state = SourceStatus.State.following
    var rate: @Sendable (Int) -> Int = { _ in 20 }
    var errors: @Sendable (Int) -> Int = { _ in 0 }
    var isAlert = false
    var late = 0
    var expected: StateWord
    var testDescription: String { name }
  }

  private static let cases = [
    Case(name: "all is well", expected: .ok),
    Case(name: "an alert", isAlert: true, expected: .alert),
    Case(
      name: "an alert of a log that cannot be read any more", state: .failed(reason: "x"),
      isAlert: true, expected: .alert),
    Case(name: "unreadable", state: .failed(reason: "x"), expected: .unreadable(waits: nil)),
    Case(
      name: "unparsed", state: .unparsed(source: "a", expected: "b"), expected: .unparsed),
    Case(name: "ended", state: .ended, expected: .ended),
    Case(name: "one of several files is not there", state: .waiting, expected: .ok),
    Case(
      name: "the file is not there", state: .waiting, rate: { $0 < 400 ? 20 : 0 },
      expected: .noFile),
    Case(
      name: "the file has gone a moment ago", state: .waiting, rate: { $0 < 592 ? 20 : 0 },
      expected: .ok),
    Case(
      name: "the file has gone", state: .waiting, rate: { $0 < 580 ? 20 : 0 }, expected: .noFile),
    Case(
      name: "a busy site is silent", rate: { $0 < 560 ? 20 : 0 },
      expected: .silent(seconds: 39)),
    Case(
      name: "all lines are late", rate: { $0 < 560 ? 20 : 0 }, late: 1_250,
      expected: .late(lines: 1_250)),
    Case(name: "some lines are late", late: 40, expected: .ok),
    Case(
      name: "a server buffers its log", rate: { $0 < 580 ? 20 : 0 }, expected: .ok),
    Case(
      name: "a rare hit is overdue by chance", rate: { $0 % 60 == 0 && $0 < 420 ? 1 : 0 },
      expected: .quiet(seconds: 238, orLonger: false)),
    Case(name: "no hit ever", rate: { _ in 0 }, expected: .quiet(seconds: 599, orLonger: true)),
    Case(
      name: "many errors", errors: { $0 > 560 ? 14 : 0 }, expected: .errors(share: 532 / 1_200)),
    Case(name: "some errors", errors: { _ in 4 }, expected: .ok),
    Case(
      name: "few hits, most of them errors", rate: { $0 % 10 == 0 ? 1 : 0 },
      errors: { $0 % 10 == 0 ? 1 : 0 }, expected: .ok),
    // 9,600 hits trip the rule of 80/s; 110 seconds of 20 and 10 of 100 are 3,200.
    Case(
      name: "on the way to the threshold", rate: { $0 < 589 ? 20 : 100 },
      expected: .rising(seconds: 81)),
    Case(
      name: "more than usual, but below the threshold", rate: { $0 < 589 ? 20 : 79 },
      expected: .ok),
  ]

  private func model(_ wanted: Case) -> DashboardModel {
    var model = Scenario.traffic(seconds: 600, rate: wanted.rate).model
    model.snapshot.seconds.errors = (0..<600).map(wanted.errors)
    model.source.state = wanted.state
    model.snapshot.currentInterval?.counts.late = wanted.late
    model.status.rule.threshold = 80
    if wanted.isAlert {
      model.status.underWay = AlertTransition(
        rule: model.status.rule, state: .triggered, time: Scenario.noon,
        reading: Reading(hits: 9_601, value: 9_601 / 120))
    }
    return model
  }

  @Test(arguments: cases)
  private func isJudged(_ wanted: Case) {
    let model = model(wanted)
    let word = StateWord(model)
    #expect(word == wanted.expected)
    for size in [Size(columns: 40, rows: 12), Size(columns: 80, rows: 24)] {
      let grid = DashboardScreen.draw(model, ViewState(size: size))
      #expect(grid.text.contains(word.block))
      // Green is for what is well, and for nothing else.
      let isGreen = (0..<size.columns).contains { grid[column: $0, row: 1].role == .okBlock }
      #expect(isGreen == (word == .ok))
    }
    #expect(TerminalTitle.text(model).hasPrefix(word.word))
  }

  /// Where seconds are not judged since one server sends nothing, it is said how long that has been.
  @Test(arguments: [(false, "WAITS", "12 s for web5"), (true, "UNREADABLE", "waits 12 s for web5")])
  func theTrafficOfAllWaitsForAServer(isGone: Bool, word: String, words: String) {
    var model = Scenario.traffic(seconds: 600) { _ in 20 }.model
    model.status.rule.threshold = 80
    var late = ServerNote(server: Array("web5".utf8), isGone: isGone, secondsBehind: 12)
    late.delaysOthers = true
    model.servers = [ServerNote(server: Array("web1".utf8), secondsBehind: 5), late]
    if isGone { model.source.state = .failed(reason: "x") }
    #expect(StateWord(model).word == word)
    for size in [Size(columns: 80, rows: 24), Size(columns: 200, rows: 60)] {
      #expect(DashboardScreen.draw(model, ViewState(size: size)).text.contains(words))
    }
    var alert = model
    alert.status.underWay = AlertTransition(
      rule: model.status.rule, state: .triggered, time: Scenario.noon,
      reading: Reading(hits: 9_601, value: 9_601 / 120))
    let wide = ViewState(size: Size(columns: 120, rows: 40))
    #expect(DashboardScreen.draw(alert, wide).text.contains(" waits 12 s for web5 "))
    model.servers[1].delaysOthers = false
    #expect(StateWord(model) == (isGone ? .unreadable(waits: nil) : .ok))
  }

  /// Of a time without hits that is longer than what is kept, only its end is known.
  @Test
  func saysThatSilenceMayHaveLastedLonger() {
    #expect(StateWord.quiet(seconds: 238, orLonger: false).words == "no hit for 3 min 58 s")
    #expect(StateWord.quiet(seconds: 3_660, orLonger: true).words == "no hit in 1 h 01 min")
  }

  @Test
  func nothingIsKnownBeforeTheFirstLine() {
    var model = Scenario.start().model
    #expect(StateWord(model) == .noFile)
    model.source.state = .following
    #expect(StateWord(model) == .noData)
    model.source.state = .loading(share: nil)
    #expect(StateWord(model) == .loading)
  }
}

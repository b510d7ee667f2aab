import AccessLog
import Alerting
import Canvas
import TestSupport
import Testing
import Traffic

@testable import Dashboard

struct ThresholdTests {
  private let size = Size(columns: 80, rows: 24)

  /// What a series of keys asks for, while the program applies each change at once.
  private func thresholds(after keys: String, from start: Double) -> [Double] {
    var model = Scenario.normal().model
    model.status.rule.threshold = start
    var view = ViewState(size: size)
    var asked: [Double] = []
    for key in keys {
      for case .setThreshold(let rate, _) in view.handle(.key(.character(key)), in: model) {
        asked.append(rate)
        model.status.rule.threshold = rate
        _ = view.update(with: model)
      }
    }
    return asked
  }

  @Test(arguments: [
    ("+", 10.0, [11.0]), ("-", 10, [9]), (">", 10, [11]), ("<", 10, [9]), (">>", 100, [110, 121]),
    ("+", 0.5, [1.5]), ("-", 1, []), ("-", 0.5, []), ("<", 0.5, [0.45]), ("-", 12.5, [11.5]),
    (">", 0.001, [0.002]), ("<", 0.001, []), (">", 0, [0.001]),
  ])
  func keysMoveTheThreshold(keys: String, start: Double, expected: [Double]) {
    #expect(thresholds(after: keys, from: start) == expected)
  }

  @Test
  func undoTakesBackOneChangeAfterTheOther() {
    #expect(thresholds(after: "+>uuu", from: 10) == [11, 12.1, 11, 10])
  }

  @Test
  func quickKeysAddUpBeforeTheProgramAnswers() {
    let model = Scenario.normal().model
    var view = ViewState(size: size)
    let commands = (0..<3).flatMap { _ in view.handle(.key(.character("+")), in: model) }
    #expect(commands == [11, 12, 13].map { .setThreshold($0, of: .highTraffic) })
  }

  @Test(arguments: [
    ("12.5", 12.5), ("0", 0), (" 7 ", 7), ("3/s", 3), ("1000000000", 1_000_000_000), (".5", 0.5),
  ])
  func acceptsRates(text: String, rate: Double) {
    #expect(ThresholdEntry(text, EntryUnit(of: AlertRule())) == .rate(rate))
  }

  @Test(arguments: [
    ("", "type a number, such as 12.5, or Esc"), ("many", "that is not a number"),
    ("-3", "a threshold cannot be below 0"), ("nan", "that is not a number"),
    ("inf", "that is not a number"), ("0x10", "that is not a number"),
    ("1e9", "that is not a number"), ("1.2.3", "that is not a number"),
    ("1000000001", "at most 1000000000 hits per second"), (".", "that is not a number"),
  ])
  func refusesNonsenseWithAWordWhy(text: String, complaint: String) {
    #expect(ThresholdEntry(text, EntryUnit(of: AlertRule())) == .refused(complaint))
  }

  @Test
  func enterSetsAndEscapeCancels() {
    let model = Scenario.normal().model
    var view = ViewState(size: size).pressing("t25", in: model)
    #expect(view.handle(.key(.enter), in: model) == [.setThreshold(25, of: .highTraffic)])
    #expect(view.prompt == nil)
    view = ViewState(size: size).pressing("t25", in: model)
    #expect(view.handle(.key(.escape), in: model) == [])
    #expect(view.prompt == nil)
  }

  @Test
  func aRefusedEntryStaysToBeCorrected() {
    let model = Scenario.normal().model
    var view = ViewState(size: size).pressing("t2x", in: model)
    #expect(view.handle(.key(.enter), in: model) == [])
    #expect(view.prompt == .threshold(text: "2x", complaint: "that is not a number"))
    _ = view.handle(.key(.backspace), in: model)
    #expect(view.handle(.key(.enter), in: model) == [.setThreshold(2, of: .highTraffic)])
  }

  @Test
  func theGraphShowsTheLineAtTheValueTyped() {
    let model = Scenario.inAlert().model
    let view = ViewState(size: size).pressing("t17", in: model)
    let text = DashboardScreen.draw(model, view).text
    #expect(text.contains("▶17 ┼"))
    #expect(text.contains("17/s would have triggered"))
  }

  /// The shortest words fit beside the longest threshold on the smallest screen.
  @Test(arguments: [0, 1, 2, 3_600], [true, false])
  func theFewestWordsNeedNotBeCut(triggers: Int, isUnderWay: Bool) {
    var backtest = Backtest(of: AlertRule(), over: SecondSeries())
    backtest.judgedSeconds = 3_599
    backtest.triggers = triggers
    backtest.lastTrigger = triggers > 0 ? 1 : nil
    backtest.isUnderWay = isUnderWay
    let words = BacktestWords(backtest, since: Scenario.noon, zone: Scenario.zone)
    let width = 40 - 3 - thresholdText(99_999.999).utf8.count
    #expect(words.longestFirst.contains { $0.utf8.count <= width })
  }

  @Test
  func aKeySaysWhatTheNewThresholdWouldHaveMeantForAWhile() {
    var model = Scenario.inAlert().model
    var view = ViewState(size: size).pressing("+", in: model)
    #expect(DashboardScreen.draw(model, view).text.contains("11/s would have triggered"))
    model.wallClock = model.wallClock + 11
    _ = view.update(with: model)
    #expect(!DashboardScreen.draw(model, view).text.contains("would have triggered"))
  }
}

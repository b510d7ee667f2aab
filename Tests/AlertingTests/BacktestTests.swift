import Alerting
import Testing
import Traffic

struct BacktestTests {
  private func series(_ hits: [Int]) -> SecondSeries {
    var series = SecondSeries()
    series.hits = hits
    return series
  }

  private func rule(_ threshold: Double, window: Int) -> AlertRule {
    AlertRule(windowSeconds: window, threshold: threshold)
  }

  @Test
  func equalityNeitherTriggersNorRecovers() {
    let atThreshold = Backtest(of: rule(2, window: 2), over: series([2, 2, 2, 2]))
    #expect(atThreshold.triggers == 0)
    // 3, then exactly 2, then below.
    let backtest = Backtest(of: rule(2, window: 2), over: series([6, 0, 4, 0, 0]))
    #expect(backtest.triggers == 1)
    #expect(backtest.lastTrigger == 0)
    #expect(backtest.breachedSeconds == 4)
    #expect(!backtest.isUnderWay)
  }

  @Test
  func averagesOverTheWholeWindowFromTheStart() {
    let backtest = Backtest(of: rule(5, window: 4), over: series([10, 10, 10, 10]))
    #expect(backtest.lastTrigger == 2)
    #expect(backtest.breachedSeconds == 2)
    #expect(backtest.isUnderWay)
  }

  @Test
  func countsEachTriggerAndKeepsTheLast() {
    let backtest = Backtest(
      of: rule(1, window: 1), over: series([9, 0, 0, 9, 9, 0, 0, 9]))
    #expect(backtest.triggers == 3)
    #expect(backtest.lastTrigger == 7)
    #expect(backtest.breachedSeconds == 4)
    #expect(backtest.judgedSeconds == 8)
  }

  @Test
  func judgesOnlySecondsWhoseWindowsAreWhole() {
    // The series is longer than the span: its first seconds only fill the first window.
    let backtest = Backtest(
      of: rule(8, window: 3), over: series([9, 9, 9, 9, 0, 0]), span: 3)
    #expect(backtest.judgedSeconds == 3)
    #expect(backtest.triggers == 1)
    #expect(backtest.lastTrigger == 3)
  }

  @Test(arguments: [(-3, 0), (0, 0), (2, 2), (99, 4)])
  func secondsThatAreNotClosedAreLeftOut(first: Int, judged: Int) {
    let backtest = Backtest(
      of: rule(0.5, window: 1), over: series([1, 1, 1, 1]), first: first)
    #expect(backtest.judgedSeconds == judged)
  }

  @Test
  func fractionalThresholdsAreExact() {
    let hits = Array(repeating: 0, count: 119) + [61]
    #expect(Backtest(of: rule(0.5, window: 120), over: series(hits)).triggers == 1)
    let atHalf = Array(repeating: 0, count: 119) + [60]
    #expect(Backtest(of: rule(0.5, window: 120), over: series(atHalf)).triggers == 0)
  }
}

import Alerting
import Testing
import Traffic

struct RehearsalTests {
  private func series(_ hits: [Int]) -> SecondSeries {
    var series = SecondSeries()
    series.hits = hits
    return series
  }

  @Test
  func equalityNeitherTriggersNorRecovers() {
    let atThreshold = Rehearsal(of: series([2, 2, 2, 2]), threshold: 2, windowSeconds: 2)
    #expect(atThreshold.triggers == 0)
    // 3, then exactly 2, then below.
    let rehearsal = Rehearsal(of: series([6, 0, 4, 0, 0]), threshold: 2, windowSeconds: 2)
    #expect(rehearsal.triggers == 1)
    #expect(rehearsal.lastTrigger == 0)
    #expect(rehearsal.breachedSeconds == 4)
    #expect(!rehearsal.isUnderWay)
  }

  @Test
  func averagesOverTheWholeWindowFromTheStart() {
    let rehearsal = Rehearsal(of: series([10, 10, 10, 10]), threshold: 5, windowSeconds: 4)
    #expect(rehearsal.lastTrigger == 2)
    #expect(rehearsal.breachedSeconds == 2)
    #expect(rehearsal.isUnderWay)
  }

  @Test
  func countsEachTriggerAndKeepsTheLast() {
    let rehearsal = Rehearsal(
      of: series([9, 0, 0, 9, 9, 0, 0, 9]), threshold: 1, windowSeconds: 1)
    #expect(rehearsal.triggers == 3)
    #expect(rehearsal.lastTrigger == 7)
    #expect(rehearsal.breachedSeconds == 4)
    #expect(rehearsal.judgedSeconds == 8)
  }

  @Test
  func judgesOnlySecondsWhoseWindowsAreWhole() {
    // The series is longer than the span: its first seconds only fill the first window.
    let rehearsal = Rehearsal(
      of: series([9, 9, 9, 9, 0, 0]), threshold: 8, windowSeconds: 3, span: 3)
    #expect(rehearsal.judgedSeconds == 3)
    #expect(rehearsal.triggers == 1)
    #expect(rehearsal.lastTrigger == 3)
  }

  @Test(arguments: [(-3, 0), (0, 0), (2, 2), (99, 4)])
  func secondsThatAreNotSettledAreLeftOut(first: Int, judged: Int) {
    let rehearsal = Rehearsal(
      of: series([1, 1, 1, 1]), threshold: 0.5, windowSeconds: 1, first: first)
    #expect(rehearsal.judgedSeconds == judged)
  }

  @Test
  func fractionalThresholdsAreExact() {
    let hits = Array(repeating: 0, count: 119) + [61]
    #expect(Rehearsal(of: series(hits), threshold: 0.5, windowSeconds: 120).triggers == 1)
    let atHalf = Array(repeating: 0, count: 119) + [60]
    #expect(Rehearsal(of: series(atHalf), threshold: 0.5, windowSeconds: 120).triggers == 0)
  }
}

import AccessLog
import Testing

@testable import Traffic

@Suite struct TimelineTests {
  private func close(_ timeline: inout Timeline) -> [ClosedSecond] {
    var closed: [ClosedSecond] = []
    while let next = timeline.closeNext() { closed.append(next) }
    return closed
  }

  @Test(arguments: [0, 2, 100])
  func aSecondClosesOnceTheClockIsPastItAndTheLateness(lateness: Int) {
    var timeline = Timeline(
      timing: Timing(latenessSeconds: lateness), longestWindow: 120, reportsSilence: false)
    timeline.advance(to: Instant(5_000))
    #expect(close(&timeline).isEmpty)
    #expect(timeline.lastClosed == Instant(4_999 - lateness))
    timeline.add(SecondSums(HitSums(hits: 1)), to: 5_000)
    timeline.advance(to: Instant(5_000 + lateness))
    _ = close(&timeline)
    #expect(timeline.lastClosed == Instant(4_999))
    timeline.advance(to: Instant(5_001 + lateness))
    #expect(close(&timeline).map(\.second) == [Instant(5_000)])
  }

  @Test func secondsCloseInOrderEachOnce() {
    var timeline = Timeline(timing: Timing(), longestWindow: 120, reportsSilence: false)
    var seen: [Int] = []
    for clock in [100, 103, 101, 110, 110, 109, 140] {
      timeline.advance(to: Instant(clock))
      seen += close(&timeline).map(\.second.seconds)
      timeline.add(SecondSums(HitSums(hits: 1)), to: clock)
    }
    #expect(seen == Array(98...137))
  }

  @Test func aHitForAClosedSecondIsKeptForTheRulesThatLookBackThatFar() {
    var timeline = Timeline(
      timing: Timing(latenessSeconds: 0), longestWindow: 10, reportsSilence: false)
    timeline.advance(to: Instant(100))
    timeline.advance(to: Instant(108))
    _ = close(&timeline)
    for second in [97, 98, 107, 108] {
      timeline.add(SecondSums(HitSums(hits: 1, errors: 1)), to: second)
    }
    #expect(timeline.corrections.map(\.second.seconds) == [97, 98, 107])
    #expect(
      timeline.corrections.map { $0.isIn(window: 10, endingAt: Instant(107)) } == [
        false, true, true,
      ])
    #expect(timeline.corrections.map { $0.sums.all.errors } == [1, 1, 1])
    timeline.forgetCorrections()
    #expect(timeline.corrections.isEmpty)
    #expect((98...107).reduce(0) { $0 + timeline.seconds[$1].hits } == 2)
  }

  @Test(arguments: [1, 120, 86_400])
  func noSecondIsPassedOverThatARuleSeesAHitFrom(window: Int) {
    var timeline = Timeline(timing: Timing(), longestWindow: window, reportsSilence: false)
    timeline.advance(to: Instant(0))
    timeline.add(SecondSums(HitSums(hits: 1)), to: 0)
    timeline.advance(to: Instant(1_000_000))
    let seconds = close(&timeline).map(\.second.seconds)
    // The window that ends with the last of them is the first one without the hit.
    #expect(seconds.starts(with: -2...window))
    #expect(seconds.count < window + 10)
  }

  @Test func aGapOfCenturiesCostsNothing() {
    for reportsSilence in [false, true] {
      var timeline = Timeline(timing: Timing(), longestWindow: 120, reportsSilence: reportsSilence)
      timeline.advance(to: Instant(-62_000_000_000))
      timeline.add(SecondSums(HitSums(hits: 9)), to: -62_000_000_000)
      timeline.advance(to: Instant(250_000_000_000))
      let closed = close(&timeline)
      #expect(timeline.lastClosed == Instant(249_999_999_997))
      #expect(closed.count < (reportsSilence ? 9_000 : 200))
    }
  }

  @Test func aLongSilenceIsReportedForItsLastDay() {
    let timing = Timing(intervalSeconds: 3_600)
    var timeline = Timeline(timing: timing, longestWindow: 120, reportsSilence: true)
    timeline.advance(to: Instant(0))
    timeline.advance(to: Instant(10 * 86_400 + 5))
    let intervals = close(&timeline).flatMap(\.ended)
    #expect(intervals.map(\.start.seconds) == Array(stride(from: 777_600, to: 864_000, by: 3_600)))
  }

  @Test(arguments: [false, true])
  func noIntervalWithHitsIsPassedOverInAGap(reportsSilence: Bool) {
    let timing = Timing(intervalSeconds: 3_600)
    var timeline = Timeline(timing: timing, longestWindow: 120, reportsSilence: reportsSilence)
    timeline.advance(to: Instant(9))
    timeline.add(SecondSums(HitSums(hits: 1)), to: 9)
    timeline.intervals.put(0, IntervalTally(live: Tally()))
    timeline.advance(to: Instant(30 * 86_400))
    let intervals = close(&timeline).flatMap(\.ended)
    #expect(intervals.first?.start == Instant(0))
    #expect(intervals.first?.tally.live != nil)
    #expect(intervals.count == (reportsSilence ? 25 : 1))
  }

  @Test func finishingClosesEverythingUpToTheClock() {
    var timeline = Timeline(
      timing: Timing(latenessSeconds: 100), longestWindow: 120, reportsSilence: false)
    timeline.advance(to: Instant(1_000))
    timeline.add(SecondSums(HitSums(hits: 2)), to: 1_000)
    timeline.finish()
    let closed = close(&timeline)
    #expect(closed.last?.second == Instant(1_000))
    #expect(close(&timeline).isEmpty)
  }

  @Test func theSecondsShownAreAnHourAndAWindow() {
    var timeline = Timeline(timing: Timing(), longestWindow: 120, reportsSilence: false)
    #expect(timeline.series() == SecondSeries())
    for clock in stride(from: -4_000, through: 6_000, by: 10) {
      timeline.advance(to: Instant(clock))
      _ = close(&timeline)
      timeline.add(SecondSums(HitSums(hits: 1, bytes: 2, errors: 1)), to: clock)
    }
    let series = timeline.series()
    #expect(series.hits.count == 3_720)
    #expect(series.start == Instant(6_000 - 3_719))
    #expect(series.hits.last == 1)
    #expect(series.hits.reduce(0, +) == 372)
    #expect(series.bytes.reduce(0, +) == 744)
    #expect(series.errors == series.hits)
    timeline.advance(to: Instant(100_000))
    _ = close(&timeline)
    #expect(timeline.series().hits == Array(repeating: 0, count: 3_720))
  }
}

import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

@Suite struct SilenceTests {
  @Test func silenceIsNewsOnlyWhileFollowing() {
    for isFollowing in [false, true] {
      var session = WatchSession(isFollowing: isFollowing)
      let events = session.read([3, 55], at: 55) + session.finish()
      #expect(events.intervalSeconds == (isFollowing ? [0, 10, 20, 30, 40, 50] : [0, 50]))
      #expect(events.intervals.reduce(0) { $0 + $1.statistics.hits } == 2)
    }
  }

  @Test(arguments: [false, true])
  func anHourUnderWayIsReportedAfterAGapOfDays(isFollowing: Bool) {
    let timing = Timing(intervalSeconds: 3_600)
    var session = WatchSession(timing, isFollowing: isFollowing)
    let events = session.read([10, 20, 40 * 86_400], at: 40 * 86_400) + session.finish()
    #expect(events.intervals.first?.statistics.hits == 2)
    #expect(events.intervals.reduce(0) { $0 + $1.statistics.hits } == 3)
    #expect(events.summary?.statistics.hits == 3)
  }

  @Test func anAlertDoesNotRecoverWhileALogCannotBeRead() {
    var session = WatchSession(window: 10, threshold: 1)
    let triggered = session.read(Array(repeating: 5, count: 20) + [8], at: 8)
    #expect(triggered.alertSeconds == [5])
    session.setLacksData(true)
    #expect(session.tick(through: 9...60).alertSeconds == [])
    session.setLacksData(false)
    #expect(session.tick(through: 61...70).alertSeconds == [58])
    // A replay depends on nothing but the lines.
    var replay = WatchSession(window: 10, threshold: 1, isFollowing: false)
    replay.setLacksData(true)
    let events = replay.read(Array(repeating: 5, count: 20) + [60], at: 60)
    #expect(events.alertSeconds == [5, 15])
  }

  /// That no hits come does not mean that the log is quiet.
  @Test func anAlertDoesNotRecoverBecauseLinesCannotBeParsed() {
    var session = WatchSession(window: 10, threshold: 1)
    var events = session.read(Array(repeating: 5, count: 20) + [6, 7, 8], at: 8)
    #expect(events.alertSeconds == [5])
    session.setDoubt(true)
    #expect(session.tick(through: 9...500) == [])
    #expect(session.clock == 8)
    // Hits move the clock, and from the last one on time passes again.
    events = session.read([9, 501], at: 501)
    session.setDoubt(false)
    #expect(events.alertSeconds == [15])
    events = session.read(Array(repeating: 505, count: 20), at: 505)
    #expect(session.tick(through: 506...520).alertSeconds.count == 2)
  }

  @Test func afterADoubtTheClockContinuesFromWhereItWas() {
    var session = WatchSession()
    _ = session.read([5], at: 5)
    session.setDoubt(true)
    _ = session.tick(through: 6...100)
    session.setDoubt(false)
    _ = session.read([4], at: 100)
    _ = session.tick(102)
    #expect(session.clock == 7)
  }

  /// 43,200 reports at once would take 60 MiB by the time they are written.
  @Test func aLongSilenceIsToldAsOne() {
    var session = WatchSession(Timing(intervalSeconds: 1), threshold: 0.001)
    let events = session.read([0, 43_200, 43_200], at: 43_200)
    #expect(events.intervalSeconds == Array(0...43_197))
    #expect(events.alertSeconds == [0, 120])
    #expect(events.count == 5)
  }

  @Test func aSilenceContinuesAfterItWasReported() {
    var session = WatchSession()
    let events = session.read([0], at: 0) + session.tick(through: 1...45)
    #expect(events.intervalSeconds == [0, 10, 20, 30])
    #expect(
      events.intervals.map(\.end.seconds) == [10, 20, 30, 40].map { WatchSession.start + $0 })
  }

  @Test func whatIsReadWithoutAHitEndsASilence() {
    var session = WatchSession()
    var events = session.read([0], at: 0) + session.tick(through: 1...21)
    events += session.read(["nonsense"], at: 21)
    events += session.tick(through: 22...55)
    #expect(events.intervals.map(\.counts.malformed) == [0, 1, 0, 0, 0])
  }

  @Test func theHistoryKeepsNoMoreOfASilenceThanItShows() {
    var session = WatchSession(Timing(intervalSeconds: 1), top: 5)
    _ = session.read([0, 43_200, 43_200], at: 43_200)
    let history = session.watch.snapshot().history
    #expect(history.count == 3_600)
    #expect(history.last?.end == Instant(WatchSession.start + 43_198))
  }

  @Test func aGapLongerThanTheWindowRecoversAtItsSecond() {
    var session = WatchSession(threshold: 1, isFollowing: false)
    let events = session.read(
      Array(repeating: 0, count: 121) + [40_000_000, 40_000_000], at: 40_000_000)
    #expect(events.alertSeconds == [0, 120])
    #expect(events.alerts.map(\.hits) == [121, 0])
    #expect(events.intervalSeconds == [0])
  }

  @Test func aThresholdOfZeroTriggersOnceAndForGood() {
    var session = WatchSession(threshold: 0, isFollowing: false)
    let events = session.read([0, 1, 500, 40_000_000], at: 40_000_000) + session.finish()
    #expect(events.alertSeconds == [0])
  }

  @Test func whatIsNoHitIsReportedWithTheNextInterval() {
    var session = WatchSession(isFollowing: false)
    var events = session.read(["# before", "nonsense", ""], at: 0)
    #expect(events.isEmpty)
    events += session.read([0, 13], at: 13)
    events += session.read(["nonsense"], at: 13)
    events += session.finish()
    #expect(events.intervals.map(\.counts.malformed) == [1, 1])
    #expect(events.intervals.map(\.counts.comments) == [1, 0])
    #expect(events.summary?.counts.lines == 6)
  }

  @Test func aLogWithoutHitsHasAnEmptySummary() {
    var session = WatchSession(isFollowing: false)
    let events = session.read(["# nothing", "nonsense"], at: 0) + session.finish()
    #expect(events.count == 1)
    #expect(events.summary?.counts.lines == 2)
    #expect(events.summary?.rate == nil)
  }
}

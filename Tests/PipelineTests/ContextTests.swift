import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

@Suite struct ContextTests {
  private func session(_ top: Int = 5) -> WatchSession {
    WatchSession(top: top, startsWithContext: true)
  }

  @Test func anAlertUnderWayIsToldOnceWithTheTimeItTriggered() {
    var session = session()
    var events = session.read((-300...0).flatMap { [$0, $0] }, at: 0, as: .context)
    #expect(events.isEmpty)
    events = session.endContext(modified: 0, at: 0)
    #expect(events.alerts.map(\.state) == [.triggered])
    #expect(events.alertSeconds == [-240])
    #expect(events.count == 1)
    events = session.tick(through: 1...130)
    #expect(events.alerts.map(\.state) == [.recovered])
    #expect(events.alerts.first?.triggerTime == Instant(WatchSession.start - 240))
    #expect(events.alerts.first?.peak == 2)
  }

  @Test func anAlertThatEndedBeforeTheStartIsNotTold() {
    var session = session()
    _ = session.read((-300...0).flatMap { [$0, $0] }, at: 3_600, as: .context)
    // The log was last written to an hour ago.
    #expect(session.endContext(modified: 0, at: 3_600).isEmpty)
    #expect(session.clock == 3_600)
    #expect(session.watch.snapshot().skewSeconds == 0)
    #expect(session.watch.board.history.count == 2)
    let events = session.tick(through: 3_601...3_620)
    #expect(events.alerts.isEmpty)
    // Nothing counts in the intervals that had begun before the start.
    #expect(events.isEmpty)
    #expect(session.tick(through: 3_621...3_632).intervalSeconds == [3_610, 3_620])
  }

  @Test(arguments: [(0, 120), (-100, 20), (500, 620)])
  func theClockContinuesFromTheTimeTheLogWasWritten(modified: Int, skew: Int) {
    var session = session()
    _ = session.read([-120], at: 500, as: .context)
    _ = session.endContext(modified: modified, at: 500)
    #expect(session.watch.snapshot().skewSeconds == skew)
    #expect(session.clock == -120 + 500 - modified)
    _ = session.tick(through: 501...510)
    #expect(session.clock == -120 + 510 - modified)
  }

  @Test func aTimeOfWritingAheadOfTheWallClockIsNow() {
    var session = session()
    _ = session.read([0], at: 10, as: .context)
    _ = session.endContext(modified: 99_999, at: 10)
    #expect(session.clock == 0)
    _ = session.tick(through: 11...13)
    #expect(session.clock == 3)
  }

  @Test func nothingIsKnownOfALogThatIsEmpty() {
    var session = session()
    #expect(session.endContext(modified: -5, at: 0).isEmpty)
    #expect(session.tick(through: 1...30).isEmpty)
    #expect(session.clock == nil)
    #expect(session.read([31], at: 31).isEmpty)
    #expect(session.tick(through: 32...60).intervalSeconds == [30, 40])
  }

  @Test func reportsHoldOnlyWhatCameAfterTheStart() {
    var session = session()
    var events = session.read(
      Array(repeating: -1, count: 3) + [5, 5, 5], at: 5, as: .context)
    events += session.read(["no log line", "# comment"], at: 5, as: .context)
    events += session.endContext(modified: 5, at: 5)
    #expect(events.isEmpty)
    // One that belongs to an interval that had closed before, one to the interval under way.
    events += session.read([-1, 6], at: 6)
    events += session.tick(through: 7...25)
    #expect(events.intervalSeconds == [0, 10])
    #expect(events.intervals.map(\.statistics.hits) == [1, 0])
    #expect(events.intervals.map(\.counts.malformed) == [0, 0])
    #expect(events.intervals.map(\.counts.late) == [1, 0])
    events += session.finish()
    #expect(events.summary?.statistics.hits == 2)
    #expect(events.summary?.counts.lines == 2)
    #expect(events.summary?.counts.comments == 0)
    let told = events.intervals.reduce(0) { $0 + $1.statistics.hits + $1.counts.late }
    #expect(told == 2)
  }

  @Test func theScreenShowsTheContextAndCountsOnlyWhatCameAfter() {
    var session = session()
    _ = session.read(Array(-57...5), at: 5, as: .context, target: "/before/x")
    _ = session.endContext(modified: 5, at: 5)
    _ = session.read([6, 6], at: 6, target: "/after/x")
    let snapshot = session.watch.snapshot()
    #expect(snapshot.totalHits == 2)
    #expect(snapshot.totalCounts.lines == 2)
    #expect(snapshot.history.map(\.statistics.hits) == [7, 10, 10, 10, 10, 10])
    #expect(snapshot.currentInterval?.statistics.hits == 8)
    #expect(snapshot.currentInterval?.statistics.sections.map(\.hits) == [6, 2])
    #expect(snapshot.seconds.hits.reduce(0, +) == 65)
    #expect(session.watch.board[.highTraffic].reading.hits == 61)
  }

  @Test func endingWhileContextIsReadTellsNothingButTheSummary() {
    var session = session()
    _ = session.read((-300...0).flatMap { [$0, $0] }, at: 0, as: .context)
    let events = session.finish()
    #expect(events.count == 1)
    #expect(events.summary?.statistics == Statistics())
    #expect(events.summary?.span == nil)
  }

  @Test func aThresholdSetWhileContextIsReadTellsNothingTwice() {
    var session = session()
    _ = session.read((-300...0).flatMap { [$0, $0] }, at: 0, as: .context)
    var events = session.setThreshold(5)
    events += session.setThreshold(1)
    #expect(events.isEmpty)
    #expect(session.endContext(modified: 0, at: 0).alerts.count == 1)
  }
}

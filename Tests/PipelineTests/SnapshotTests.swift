import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

@Suite struct SnapshotTests {
  @Test func showsNothingBeforeTheFirstLine() {
    let snapshot = WatchSession(audience: .screen(top: 3)).watch.snapshot()
    #expect(snapshot == Snapshot(intervalSeconds: 10, windowSeconds: 120))
  }

  @Test func theIntervalUnderWayIsNotTheLast() {
    var session = WatchSession(audience: .screen(top: 3))
    _ = session.read([3, 4, 5, 10, 11], at: 11)
    var snapshot = session.watch.snapshot()
    // The first interval settles when the clock is at 12.
    #expect(snapshot.lastInterval == nil)
    #expect(snapshot.currentInterval?.start == Instant(WatchSession.start + 10))
    #expect(snapshot.currentInterval?.statistics.hits == 2)
    _ = session.tick(through: 12...13)
    snapshot = session.watch.snapshot()
    #expect(snapshot.lastInterval?.statistics.hits == 3)
    #expect(snapshot.lastInterval?.end == Instant(WatchSession.start + 10))
    #expect(snapshot.settled == Instant(WatchSession.start + 10))
    #expect(snapshot.clock == Instant(WatchSession.start + 13))
    #expect(snapshot.windowHits == 4)
    #expect(snapshot.seconds.start == Instant(WatchSession.start + 3))
    #expect(snapshot.seconds.hits == [1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0])
  }

  @Test(arguments: [1, 7, 10, 3_600, 86_400])
  func theHistoryIsThatOfAnHour(interval: Int) {
    let timing = Timing(intervalSeconds: interval, latenessSeconds: 0)
    var session = WatchSession(timing, audience: .screen(top: 1))
    _ = session.read([0], at: 0)
    let end = max(4_000, 2 * interval)
    _ = session.read([end], at: end)
    let history = session.watch.snapshot().history
    #expect(history.count == max(1, 3_600 / interval))
    for (left, right) in zip(history, history.dropFirst()) { #expect(left.end == right.start) }
    #expect(history.last.map { $0.end.seconds <= WatchSession.start + end } == true)
  }

  @Test func theMalformedExampleIsTheLastLineWithoutItsEnd() {
    var session = WatchSession(audience: .screen(top: 1))
    _ = session.read(["first", "second\r", "# comment"], at: 0)
    #expect(session.watch.snapshot().malformedExample == Array("second".utf8))
    _ = session.read([String(repeating: "z", count: 500)], at: 0)
    #expect(
      session.watch.snapshot().malformedExample == Array(repeating: UInt8(ascii: "z"), count: 200))
    _ = session.read([3], at: 3)
    #expect(session.watch.snapshot().malformedExample?.count == 200)
  }

  @Test func totalsGoOnWhileIntervalsEnd() {
    var session = WatchSession(audience: .screen(top: 1))
    for second in 0..<100 { _ = session.read([second, second], at: second) }
    let snapshot = session.watch.snapshot()
    #expect(snapshot.totalHits == 200)
    #expect(snapshot.totalCounts.lines == 200)
    let past = snapshot.history.reduce(0) { $0 + $1.statistics.hits }
    #expect(past + (snapshot.currentInterval?.statistics.hits ?? 0) == 200)
  }
}

import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

@Suite struct SnapshotTests {
  @Test func showsNothingBeforeTheFirstLine() {
    let snapshot = WatchSession(top: 3).watch.snapshot()
    #expect(snapshot == Snapshot(intervalSeconds: 10))
  }

  @Test func theIntervalUnderWayIsNotTheLast() {
    var session = WatchSession(top: 3)
    _ = session.read([3, 4, 5, 10, 11], at: 11)
    var snapshot = session.watch.snapshot()
    // The first interval closes when the clock is at 12.
    #expect(snapshot.lastInterval == nil)
    #expect(snapshot.currentInterval?.start == Instant(WatchSession.start + 10))
    #expect(snapshot.currentInterval?.statistics.hits == 2)
    _ = session.tick(through: 12...13)
    snapshot = session.watch.snapshot()
    #expect(snapshot.lastInterval?.statistics.hits == 3)
    #expect(snapshot.lastInterval?.end == Instant(WatchSession.start + 10))
    #expect(snapshot.lastClosed == Instant(WatchSession.start + 10))
    #expect(snapshot.clock == Instant(WatchSession.start + 13))
    #expect(session.watch.board[.highTraffic].reading == Reading(hits: 4, value: 4.0 / 120))
    #expect(snapshot.seconds.start == Instant(WatchSession.start + 3))
    #expect(snapshot.seconds.hits == [1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0])
  }

  /// One hit a second, written at once: at every second the screen has all of them.
  @Test(arguments: [0, 1, 2, 9, 10, 11, 25]) func noIntervalIsEverMissing(lateness: Int) {
    var session = WatchSession(
      Timing(intervalSeconds: 10, latenessSeconds: lateness), top: 3)
    for second in 3...75 {
      _ = session.read([second], at: second)
      let snapshot = session.watch.snapshot()
      let begun = snapshot.endedIntervals + [snapshot.currentInterval].compactMap { $0 }
      let starts = begun.map { $0.start.seconds - WatchSession.start }
      #expect(starts == Array(stride(from: 0, through: second, by: 10)), "second \(second)")
      #expect(
        begun.map(\.statistics.hits)
          == starts.map { min(second, $0 + 9) - max(3, $0) + 1 }, "second \(second)")
      // An interval is reported once the clock has passed its end by the lateness.
      #expect(
        snapshot.openIntervals.map { $0.end.seconds - WatchSession.start }
          == stride(from: 10, through: second, by: 10).filter { $0 + lateness > second },
        "second \(second)")
    }
  }

  @Test func aLateLineAddsToTheIntervalThatIsStillOpen() {
    var session = WatchSession(top: 3)
    _ = session.read([8, 9, 10], at: 10)
    _ = session.read([8], at: 11)
    _ = session.read(["not a line"], at: 11)
    var snapshot = session.watch.snapshot()
    #expect(snapshot.openIntervals.map(\.statistics.hits) == [3])
    #expect(snapshot.openIntervals.map(\.counts.malformed) == [1])
    #expect(snapshot.currentInterval?.statistics.hits == 1)
    #expect(snapshot.currentInterval?.counts == LineCounts())
    _ = session.read([12], at: 12)
    _ = session.read([8], at: 12)
    snapshot = session.watch.snapshot()
    #expect(snapshot.openIntervals.isEmpty)
    #expect(snapshot.history.map(\.statistics.hits) == [3])
    #expect(snapshot.currentInterval?.counts.late == 1)
  }

  @Test func silentIntervalsAreOpenToo() {
    var session = WatchSession(
      Timing(intervalSeconds: 10, latenessSeconds: 15), top: 3)
    _ = session.read([4], at: 4)
    for second in 5...34 { _ = session.tick(second) }
    let snapshot = session.watch.snapshot()
    #expect(snapshot.history.map(\.statistics.hits) == [1])
    #expect(snapshot.openIntervals.map(\.statistics.hits) == [0, 0])
    #expect(snapshot.currentInterval?.start == Instant(WatchSession.start + 30))
  }

  @Test func afterTheEndNothingIsUnderWay() {
    var session = WatchSession(top: 3)
    _ = session.read([3, 12], at: 12)
    _ = session.finish()
    let snapshot = session.watch.snapshot()
    #expect(snapshot.history.map(\.statistics.hits) == [1, 1])
    #expect(snapshot.openIntervals.isEmpty)
    #expect(snapshot.currentInterval == nil)
  }

  @Test(arguments: [1, 7, 10, 3_600, 86_400])
  func theHistoryIsThatOfAnHour(interval: Int) {
    let timing = Timing(intervalSeconds: interval, latenessSeconds: 0)
    var session = WatchSession(timing, top: 1)
    _ = session.read([0], at: 0)
    let end = max(4_000, 2 * interval)
    _ = session.read([end, end], at: end)
    let history = session.watch.snapshot().history
    #expect(history.count == max(1, 3_600 / interval))
    for (left, right) in zip(history, history.dropFirst()) { #expect(left.end == right.start) }
    #expect(history.last.map { $0.end.seconds <= WatchSession.start + end } == true)
  }

  @Test func theMalformedExampleIsTheLastLineWithoutItsEnd() {
    var session = WatchSession(top: 1)
    _ = session.read(["first", "second\r", "# comment"], at: 0)
    #expect(session.watch.snapshot().malformedExample == Array("second".utf8))
    _ = session.read([String(repeating: "z", count: 500)], at: 0)
    #expect(
      session.watch.snapshot().malformedExample == Array(repeating: UInt8(ascii: "z"), count: 200))
    _ = session.read([3], at: 3)
    #expect(session.watch.snapshot().malformedExample?.count == 200)
  }

  @Test func totalsGrowWhileIntervalsEnd() {
    var session = WatchSession(top: 1)
    for second in 0..<100 { _ = session.read([second, second], at: second) }
    let snapshot = session.watch.snapshot()
    #expect(snapshot.totalHits == 200)
    #expect(snapshot.totalCounts.lines == 200)
    let past = snapshot.history.reduce(0) { $0 + $1.statistics.hits }
    #expect(past + (snapshot.currentInterval?.statistics.hits ?? 0) == 200)
  }
}

import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

@Suite struct ClockTests {
  @Test func aWallClockThatIsSetMovesNothing() {
    func events(wallClock: (Int) -> Int) -> [TrafficEvent] {
      var session = WatchSession()
      var events = session.read(Array(repeating: 0, count: 121), at: 0)
      for second in 1...150 { events += session.tick(second, wallClock: wallClock(second)) }
      return events + session.read([151], at: 151) + session.finish()
    }
    let steady = events { $0 }
    #expect(steady.alertSeconds == [0, 120])
    #expect(events { $0 - 86_400 } == steady)
    #expect(events { $0.isMultiple(of: 2) ? 0 : 40_000_000 } == steady)
    #expect(events { -$0 } == steady)
  }

  @Test func aSilentLogRecoversWhateverItsClockShows() {
    for offset in [-3_595, -40_000_000, 30] {
      var session = WatchSession()
      var events = session.read(Array(repeating: offset, count: 121), at: 0)
      events += session.tick(through: 1...2)
      #expect(events.alerts.isEmpty)
      events = session.tick(through: 3...130)
      #expect(events.alerts.map(\.state) == [.triggered, .recovered])
      #expect(events.alertSeconds == [offset, offset + 120])
      #expect(events.alerts.map(\.hits) == [121, 0])
      #expect(session.watch.snapshot().skewSeconds == -offset)
    }
  }

  @Test func theNextSecondComesWhenTheClockIsDue() {
    var session = WatchSession()
    let begin = WatchSession.moment(0)
    #expect(session.watch.untilNextTick(at: begin) == .seconds(1))
    _ = session.read([0], at: 0)
    func wait(afterMilliseconds passed: Int) -> Duration {
      let later = Moment(
        wallClock: begin.wallClock, uptime: begin.uptime + .milliseconds(passed))
      return session.watch.untilNextTick(at: later)
    }
    #expect(wait(afterMilliseconds: 0) == .seconds(1))
    #expect(wait(afterMilliseconds: 1) == .milliseconds(999))
    #expect(wait(afterMilliseconds: 999) == .milliseconds(1))
    #expect(wait(afterMilliseconds: 61_250) == .milliseconds(750))
    // A line that was read before another moment was taken.
    #expect(wait(afterMilliseconds: -300) > .zero)
  }

  /// One line that is ahead makes others late until they have passed it, as in a replay.
  @Test(arguments: [20, 40, 300])
  func aLineThatIsAheadIsPassed(ahead: Int) {
    var session = WatchSession(window: 20, threshold: 2)
    var events: [TrafficEvent] = []
    for second in 0..<(2 * ahead + 60) {
      events += session.read(Array(repeating: second, count: 4), at: second)
      if second == 9 { events += session.read([second + ahead], at: second) }
      events += session.tick(through: second...second)
    }
    // Every second of the log is counted once the log has passed that line.
    let clock = session.watch.clock?.seconds ?? 0
    #expect(clock == WatchSession.start + 2 * ahead + 59)
    let last = events.intervals.last
    #expect(last?.statistics.hits == 40 && last?.counts.late == 0)
    // A while of late lines is no reason to recover.
    #expect(events.alerts.map(\.state) == [.triggered])
  }

  /// Lines that come late by an hour, as from a machine that was not reached, keep no silent log from
  /// recovering.
  @Test func lateLinesDoNotStopTheClockOfASilentLog() {
    var session = WatchSession(window: 20, threshold: 2)
    var events: [TrafficEvent] = []
    for second in 0..<30 {
      events += session.read(Array(repeating: second, count: 4), at: second)
      events += session.tick(through: second...second)
    }
    for second in 30..<60 {
      events += session.read([second - 3_600], at: second)
      events += session.tick(through: second...second)
    }
    events += session.tick(through: 60...100)
    #expect(events.alerts.map(\.state) == [.triggered, .recovered])
  }

  @Test func timeThatGoesBackIsLateUntilItHasCaughtUp() {
    var session = WatchSession(isFollowing: false)
    var events = session.read([3_600, 3_600], at: 3_600)
    events += session.read(Array(0..<3_600), at: 3_600)
    #expect(session.clock == 3_600)
    events += session.read([3_600, 3_700], at: 3_700)
    events += session.finish()
    // 3,590 of them belong to intervals that had closed; the last 10 s are those that had not.
    let late = events.intervals.reduce(0) { $0 + $1.counts.late }
    #expect(late == 3_590)
    #expect(events.intervals.reduce(0) { $0 + $1.statistics.hits } + late == 3_604)
    #expect(events.summary?.statistics.hits == 3_604)
    #expect(events.summary?.counts.late == 3_590)
    #expect(events.summary?.span?.lowerBound == Instant(WatchSession.start))
  }

  @Test func lateHitsCountInTheWindowsThatAreToCome() {
    var session = WatchSession(threshold: 1, isFollowing: false)
    var events = session.read([100, 103], at: 103)
    events += session.read(Array(repeating: 100, count: 120), at: 103)
    #expect(events.alerts.isEmpty)
    events += session.read([104], at: 104)
    #expect(events.alertSeconds == [101])
    #expect(events.alerts.first?.hits == 121)
    events += session.finish()
    #expect(events.summary?.counts.late == 0)
  }

  @Test func aBurstAfterAPauseIsJudgedInLogTime() {
    var session = WatchSession()
    _ = session.read([0], at: 0)
    _ = session.tick(through: 1...5)
    // The process stood still for ten minutes, the log did not.
    var events = session.tick(600)
    let surge = (6..<200).flatMap { [$0, $0, $0] }
    events += session.read(surge + Array(200...600), at: 600)
    events += session.tick(through: 601...603)
    #expect(events.alerts.map(\.state) == [.triggered])
    #expect(events.alertSeconds == [45])
    #expect(events.intervals.allSatisfy { $0.counts.late == 0 })
    #expect(events.intervals.map(\.statistics.hits).prefix(3) == [13, 30, 30])
  }

  @Test func aPauseOfAQuietLogIsCarriedOn() {
    var session = WatchSession()
    _ = session.read(Array(repeating: 0, count: 121), at: 0)
    _ = session.tick(through: 1...3)
    var events = session.tick(600)
    events += session.tick(601)
    #expect(session.clock == 601)
    #expect(events.alertSeconds == [120])
  }
}

import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

/// A log that begins with lines from the future, when no line has set the stream clock.
@Suite struct FutureLineTests {
  private let future = 40_000_000

  @Test func theyCountAtTheWallClock() {
    var session = WatchSession()
    var events = session.read(Array(repeating: future, count: 121), at: 4)
    #expect(session.clock == nil)
    events += session.tick(through: 5...30)
    #expect(session.clock == 30)
    #expect(events.alertSeconds == [4])
    #expect(events.intervals.map(\.statistics.hits) == [121, 0])
    #expect(events.intervals.map(\.counts.skewed) == [121, 0])
  }

  @Test func aLogThatIsAlwaysAheadIsCountedAsItIsRead() {
    var session = WatchSession()
    var events: [TrafficEvent] = []
    for second in 0..<40 {
      events += session.read([future + second], at: second)
      events += session.tick(second + 1)
    }
    events += session.finish()
    #expect(events.intervals.map(\.statistics.hits).reduce(0, +) == 40)
    #expect(events.intervals.map(\.statistics.hits) == [10, 10, 10, 10, 0])
    #expect(events.summary?.counts.skewed == 40)
    #expect(events.summary?.counts.late == 0)
  }

  @Test func aReplayThatBeginsWithThemIsNotSpoilt() {
    let lines = Array(-5_000 ..< -4_700)
    var session = WatchSession(threshold: 0.5, isFollowing: false)
    let expected = session.read(lines, at: 0)
    #expect(expected.alertSeconds == [-4_940])
    session = WatchSession(threshold: 0.5, isFollowing: false)
    var events = session.read([future, future], at: 0)
    events += session.read(lines, at: 0)
    #expect(events.alerts == expected.alerts)
    #expect(events.intervals.map(\.statistics) == expected.intervals.map(\.statistics))
    events += session.finish()
    #expect(events.intervals.reduce(0) { $0 + $1.statistics.hits } == 302)
    #expect(events.summary?.statistics.hits == 302)
    #expect(events.summary?.counts.skewed == 2)
    #expect(events.summary?.counts.late == 0)
  }

  @Test func ofNothingElseTheyAreTheSummary() {
    var session = WatchSession(isFollowing: false)
    let events = session.read([future], at: 7) + session.finish()
    #expect(events.intervals.map(\.statistics.hits) == [1])
    #expect(events.summary?.span?.lowerBound == Instant(WatchSession.start + 7))
    #expect(events.summary?.statistics.hits == 1)
  }
}

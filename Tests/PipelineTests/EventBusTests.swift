import AccessLog
import Feed
import Pipeline
import TestSupport
import Testing
import Traffic

@Suite struct EventBusTests {
  /// The wall that lets a sink or a source come without a change to the core: both are the test's.
  @Test func aSinkOfATestHearsWhatASourceOfATestGives() async throws {
    let settings = WatchSettings(
      timing: Timing(), rules: [], top: 3, isFollowing: true, scanner: WatchSession.scanner)
    let log = EventLog()
    let aggregator = Aggregator(
      Watch(settings, startsWithContext: false), limit: 2,
      bus: EventBus([try SinkQueue(log, whenSlow: .holdUp)]))
    let (source, feed) = AsyncStream.makeStream(of: Intake.self)
    let line = LogFixture.bytes([LogFixture.line(WatchSession.start, target: "/a")])
    let later = LogFixture.bytes([LogFixture.line(WatchSession.start + 60, target: "/b")])
    feed.yield(.source(SourceEvent(source: "queue", change: .opened), at: Instant(1)))
    feed.yield(.lines(line, as: .live, readAt: WatchSession.moment(0)))
    feed.yield(.source(SourceEvent(source: "queue", change: .rotated), at: Instant(2)))
    feed.yield(.lines(later, as: .live, readAt: WatchSession.moment(60)))
    let failure = SourceFailure(reason: "gone", isFinal: true)
    feed.yield(.source(SourceEvent(source: "queue", change: .failed(failure)), at: Instant(3)))
    feed.finish()
    try await LinePump(into: aggregator, timing: settings.timing, scanner: settings.scanner)
      .run(source)
    await aggregator.finish()
    let events = await log.events(of: aggregator)
    let kinds = events.map { event in
      switch event {
      case .source(let event, _): event.change.word
      case .interval: "interval"
      case .silence: "silence"
      case .summary: "summary"
      case .alert: "alert"
      case .caughtUp: "caught up"
      case .rulesEnded: "rules ended"
      case .silenced: "silenced"
      case .released: "released"
      case .resumed: "resumed"
      case .judged: "judged"
      case .underWay: "under way"
      }
    }
    #expect(
      kinds == [
        "opened", "rotated", "interval", "silence", "failed", "interval", "interval", "summary",
      ])
    #expect(await aggregator.sources.state(of: "queue") == .failed(failure))
    // The history for a screen is kept whatever the sinks are.
    #expect(await aggregator.view().snapshot.history.count == 7)
  }
}

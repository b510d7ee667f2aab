import AccessLog
import Alerting
import Pipeline
import Query
import Synchronization
import TestSupport
import Testing
import Traffic

private let wallClock = 1_600_000_000
private let settings = WatchSettings(
  timing: Timing(), rules: [AlertRule(threshold: 1.5)], top: 9,
  isFollowing: false, scanner: LineScanner(nameKey: 7))
private let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(9))

private struct Broken: Error {}

/// Gives chunks one by one, and looks at the aggregator each time it is asked.
private struct AskedSource: AsyncSequence, AsyncIteratorProtocol {
  typealias Element = Intake

  let aggregator: Aggregator
  var chunks: [[UInt8]]
  var breaksAtTheEnd = false
  let seen = GreatestNumber()
  private var given = 0

  init(_ chunks: [[UInt8]], aggregator: Aggregator, breaksAtTheEnd: Bool = false) {
    self.chunks = chunks
    self.aggregator = aggregator
    self.breaksAtTheEnd = breaksAtTheEnd
  }

  func makeAsyncIterator() -> AskedSource { self }

  mutating func next() async throws -> Intake? {
    let added = await aggregator.view().snapshot.totalCounts.comments
    seen.note(given - added)
    guard given < chunks.count else {
      if breaksAtTheEnd { throw Broken() }
      return nil
    }
    defer { given += 1 }
    return .lines(chunks[given], as: .live, readAt: moment)
  }
}

@Suite struct LinePumpTests {
  private let lines = LogFixture.troubled(
    900, seed: 11, start: 1_594_195_830)

  /// What one watch tells that is given everything at once.
  private func expectedEvents() -> [TrafficEvent] {
    var watch = Watch(settings, startsWithContext: false)
    let chunk = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: settings.timing, scanner: settings.scanner)
    return watch.add(chunk, as: .live, readAt: moment) + watch.finish()
  }

  private func aggregator(limit: Int, _ log: EventLog) throws -> Aggregator {
    Aggregator(
      Watch(settings, startsWithContext: false), limit: limit,
      bus: EventBus([try SinkQueue(log, whenSlow: .holdUp)]))
  }

  @Test(arguments: 1...8)
  func anyNumberOfWorkersTellsTheSame(limit: Int) async throws {
    let log = EventLog()
    let aggregator = try aggregator(limit: limit, log)
    let pump = LinePump(into: aggregator, timing: settings.timing, scanner: settings.scanner)
    let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: 1_500)
    try await pump.run(AskedSource(chunks, aggregator: aggregator))
    await aggregator.finish()
    #expect(await log.events(of: aggregator) == expectedEvents())
  }

  @Test(arguments: [UInt64(1), 2, 3])
  func partsMayComeInAnyOrder(seed: UInt64) async throws {
    let log = EventLog()
    let aggregator = try aggregator(limit: 4, log)
    var random = SeededRandom(seed: seed)
    let chunks = LogFixture.chunks(LogFixture.bytes(lines), size: 1_500)
    for (number, chunk) in chunks.enumerated().shuffled(using: &random) {
      let tally = ChunkTallier.tally(
        chunk, timing: settings.timing, scanner: settings.scanner)
      await aggregator.add(.chunk([tally], as: .live, readAt: moment), number: number)
    }
    await aggregator.finish()
    #expect(await log.events(of: aggregator) == expectedEvents())
  }

  /// Chunks of one comment, so that comments count chunks; the first is long, so that the others
  /// have to wait for it.
  private func comments(_ count: Int) -> [[UInt8]] {
    let long = Array(repeating: "", count: 20_000)
    return [LogFixture.bytes(long + ["#"])]
      + Array(repeating: LogFixture.bytes(["#"]), count: count - 1)
  }

  @Test(arguments: [1, 2, 5])
  func noMorePartsAreOnTheirWayThanAllowed(limit: Int) async throws {
    let aggregator = try aggregator(limit: limit, EventLog())
    let source = AskedSource(comments(60), aggregator: aggregator)
    let pump = LinePump(into: aggregator, timing: settings.timing, scanner: settings.scanner)
    try await pump.run(source)
    #expect(source.seen.greatest <= limit)
    #expect(await aggregator.view().snapshot.totalCounts.comments == 60)
  }

  /// While it adds one chunk, the next one is tallied, on another core.
  @Test func aBusyAggregatorAdmitsTheNextChunk() async throws {
    let asking = Mutex<Aggregator?>(nil)
    let admitted = GreatestNumber()
    let aggregator = Aggregator(
      Watch(settings, startsWithContext: false), limit: 1,
      ask: { _ in
        // Called by the actor, which is busy until this returns: what needs it cannot run.
        guard let aggregator = asking.withLock({ $0 }) else { return }
        Task.immediate {
          await aggregator.admit()
          admitted.note(1)
        }
        admitted.note(2 * admitted.greatest)
      })
    asking.withLock { $0 = aggregator }
    await aggregator.change(.adopt(settings.rules))
    #expect(admitted.greatest == 2)
  }

  /// How the next chunk is tallied depends on the rules as they are then.
  @Test func theNextChunkIsAddedUpForTheRulesThatThereAre() async throws {
    let aggregator = try aggregator(limit: 2, EventLog())
    #expect(await aggregator.admit().selections.isEmpty)
    var rule = AlertRule(threshold: 1)
    rule.filter = try Filter("status>=500")
    await aggregator.change(.adopt([rule]))
    #expect(await aggregator.admit().selections == AlertRule.selections(of: [rule]))
  }

  /// More names of an interval than are kept have the next chunk tallied otherwise.
  @Test func theNextChunkIsTalliedForTheNamesThatThereAre() async throws {
    let crowded = WatchSettings(
      timing: Timing(), rules: [], top: 9, isFollowing: false, scanner: settings.scanner,
      counting: Counting(dimensions: [.path]))
    let aggregator = Aggregator(Watch(crowded, startsWithContext: false), limit: 2)
    let padding = String(repeating: "x", count: 62_000)
    let lines = (0..<70).map { LogFixture.line(wallClock, target: "/\($0)/\(padding)") }
    let chunk = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: crowded.timing, scanner: crowded.scanner,
      counting: crowded.counting)
    #expect(await aggregator.admit().namesAreFull == false)
    await aggregator.add(.chunk([chunk], as: .live, readAt: moment), number: 0)
    #expect(await aggregator.admit().namesAreFull)
  }

  @Test func whatCameBeforeAFailureHasBeenAdded() async throws {
    let aggregator = try aggregator(limit: 3, EventLog())
    let pump = LinePump(into: aggregator, timing: settings.timing, scanner: settings.scanner)
    await #expect(throws: Broken.self) {
      try await pump.run(
        AskedSource(comments(20), aggregator: aggregator, breaksAtTheEnd: true))
    }
    #expect(await aggregator.view().snapshot.totalCounts.comments == 20)
  }

  @Test func whatWasGivenBeforeACancellationHasBeenAdded() async throws {
    let aggregator = try aggregator(limit: 2, EventLog())
    let pump = LinePump(into: aggregator, timing: settings.timing, scanner: settings.scanner)
    let (stream, continuation) = AsyncStream.makeStream(of: Intake.self)
    for chunk in comments(20) { continuation.yield(.lines(chunk, as: .live, readAt: moment)) }
    // The stream does not end by itself: only the cancellation ends the run.
    let running = Task { try await pump.run(stream) }
    while await aggregator.view().snapshot.totalCounts.comments < 20 { await Task.yield() }
    running.cancel()
    try await running.value
    #expect(await aggregator.view().snapshot.totalCounts.comments == 20)
  }

  @Test func theEndOfTheContextKeepsItsPlace() async throws {
    let log = EventLog()
    let following = WatchSettings(
      timing: Timing(), rules: [AlertRule(threshold: 1)], top: 1,
      isFollowing: true, scanner: settings.scanner)
    let aggregator = Aggregator(
      Watch(following, startsWithContext: true), limit: 3,
      bus: EventBus([try SinkQueue(log, whenSlow: .holdUp)]))
    let before = LogFixture.bytes((0..<200).map { LogFixture.line(wallClock - 100 + $0 / 2) })
    let after = LogFixture.bytes([LogFixture.line(wallClock)])
    let (stream, continuation) = AsyncStream.makeStream(of: Intake.self)
    continuation.yield(.lines(before, as: .context, readAt: moment))
    continuation.yield(.contextEnds(modified: Instant(wallClock - 1), at: moment))
    continuation.yield(.lines(after, as: .live, readAt: moment))
    continuation.finish()
    let pump = LinePump(into: aggregator, timing: following.timing, scanner: following.scanner)
    try await pump.run(stream)
    await aggregator.finish()
    let events = await log.events(of: aggregator)
    #expect(events.alerts.map(\.time) == [Instant(wallClock - 40)])
    #expect(events.summary?.statistics.hits == 1)
  }

  @Test func tickingTellsWhenToTickNext() async throws {
    let log = EventLog()
    let aggregator = try aggregator(limit: 1, log)
    #expect(await aggregator.tick(at: moment) == .seconds(1))
    await aggregator.setThreshold(3, of: .highTraffic)
    #expect(await aggregator.view().board[.highTraffic].rule.threshold == 3)
    #expect(await log.events(of: aggregator).isEmpty)
  }
}

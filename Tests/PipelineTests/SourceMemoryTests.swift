import AccessLog
import Alerting
import Feed
import Pipeline
import Query
import TestSupport
import Testing
import Traffic

/// Lines whose format and columns are found out while they are read: whatever the chunks and the
/// workers, what is told is what the same traffic gives in Common Log Format.
struct SourceMemoryTests {
  private static let moment = Moment(wallClock: Instant(1_600_000_000), uptime: .seconds(9))

  private static func settings(_ choice: FormatChoice) -> WatchSettings {
    WatchSettings(
      timing: Timing(), rules: [AlertRule(threshold: 1.5)], top: 99, keepsLines: true,
      isFollowing: false, scanner: LineScanner(memory: SourceMemory(choice), nameKey: 7))
  }

  /// The chunks of one source, each with what has to be known of the lines before it.
  private static func intakes(
    _ lines: [String], size: Int, _ choice: FormatChoice, name: SourceName = "a"
  ) -> [Intake] {
    var memory = SourceMemory(choice)
    return LogFixture.chunks(LogFixture.bytes(lines), size: size).map { chunk in
      let span = SourceSpan(source: name, end: chunk.count, memory: memory)
      unsafe memory.learn(chunk.span.bytes)
      return .lines(chunk, as: .live, readAt: moment, spans: [span])
    }
  }

  /// What is told of a log, and what is found in a section of it when its lines are looked at again.
  private static func told(
    _ intakes: [Intake], workers: Int, _ choice: FormatChoice
  ) async throws -> ([TrafficEvent], [Statistics]?) {
    let log = EventLog()
    let settings = settings(choice)
    let aggregator = Aggregator(
      Watch(settings, startsWithContext: false), limit: workers,
      bus: EventBus([try SinkQueue(log, whenSlow: .holdUp)]))
    let (stream, continuation) = AsyncStream.makeStream(of: Intake.self)
    for intake in intakes { continuation.yield(intake) }
    continuation.finish()
    let pump = LinePump(into: aggregator, timing: settings.timing, scanner: settings.scanner)
    try await pump.run(stream)
    let order = await aggregator.look(
      .group, through: Filter(.section, is: Array("/pages".utf8)))
    if let order { await aggregator.addRecent(to: order) }
    let detail = await aggregator.view().filtered[.group]?.snapshot.endedIntervals.map(\.statistics)
    await aggregator.finish()
    let events = await log.events(of: aggregator).filter {
      // What a malformed line looks like is another thing in each format.
      if case .source = $0 { false } else { true }
    }
    return (events, detail)
  }

  @Test(arguments: UInt64(1)...4)
  func columnsMayChangeAnywhere(seed: UInt64) async throws {
    // An hour before midnight.
    let fixture = W3CFixture(4_000, seed: seed, start: 1_594_249_200)
    let common = SourceMemoryTests.intakes(fixture.common, size: 100_000, .named(.common))
    let (expected, detail) = try await SourceMemoryTests.told(
      common, workers: 1, .named(.common))
    #expect(expected.count > 10 && detail?.contains { $0.hits > 0 } == true)
    var timed: [TrafficEvent]?
    for choice in [FormatChoice.auto, .named(.w3c)] {
      for (size, workers) in [(1, 3), (900, 4), (20_000, 2), (1_000_000, 1)] {
        let intakes = SourceMemoryTests.intakes(fixture.w3c, size: size, choice)
        let told = try await SourceMemoryTests.told(intakes, workers: workers, choice)
        let isAlike = told.0.map(\.withoutDurations) == expected
        #expect(isAlike, "chunks of \(size), \(workers) workers, \(choice.name)")
        #expect(told.1?.map(\.withoutDurations) == detail)
        timed = timed ?? told.0
        #expect(told.0 == timed)
        #expect(told.0.contains { $0 != $0.withoutDurations })
      }
    }
  }

  /// Sources of two formats in one chunk, as they are merged by time.
  @Test func eachSourceHasAMemoryOfItsOwn() async throws {
    let fixture = W3CFixture(900, seed: 9, start: 1_594_195_200)
    let other = (0..<900).map { LogFixture.line(1_594_195_200 + $0, target: "/common/\($0)") }
    var memories = [SourceMemory(), SourceMemory()]
    var bytes: [UInt8] = []
    var spans: [SourceSpan] = []
    for index in 0..<900 {
      for (source, line) in [fixture.w3c[index], other[index]].enumerated() {
        let line = LogFixture.bytes([line])
        bytes += line
        spans.append(
          SourceSpan(source: source == 0 ? "w" : "c", end: bytes.count, memory: memories[source]))
        unsafe memories[source].learn(line.span.bytes)
      }
    }
    #expect(memories.map(\.format) == [.w3c, .common])
    let intake = Intake.lines(bytes, as: .live, readAt: SourceMemoryTests.moment, spans: spans)
    let both = zip(fixture.common, other).flatMap { [$0, $1] }
    let (told, _) = try await SourceMemoryTests.told([intake], workers: 2, .auto)
    let (expected, _) = try await SourceMemoryTests.told(
      SourceMemoryTests.intakes(both, size: 1_000_000, .auto), workers: 2, .auto)
    #expect(told.map(\.withoutDurations) == expected)
  }

  /// A hit that is held is read again when it counts, perhaps after the columns have changed.
  @Test func heldHitIsReadAsItWasWritten() async throws {
    let start = "#Fields: date time c-ip sc-status cs-method cs-uri-stem\n"
    let lines = [
      start + "2020-07-08 08:00:00 10.0.0.1 200 GET /a/b",
      "2020-07-08 12:00:00 10.0.0.1 200 GET /b/c",
      "#Fields: sc-status time date c-ip cs-uri-stem cs-method",
      "200 12:00:01 2020-07-08 10.0.0.1 /c/d GET",
    ]
    for size in [1, 1_000] {
      let (told, _) = try await SourceMemoryTests.told(
        SourceMemoryTests.intakes(lines, size: size, .auto), workers: 2, .auto)
      #expect(
        told.summary?.statistics.sections.map { String(decoding: $0.name, as: UTF8.self) } == [
          "/a", "/b", "/c",
        ])
      #expect(told.summary?.counts.skewed == 0)
    }
  }
}

// What Common Log Format says of the same traffic.
extension TrafficEvent {
  var withoutDurations: TrafficEvent {
    switch self {
    case .interval(var report):
      report.statistics = report.statistics.withoutDurations
      return .interval(report)
    case .summary(var summary):
      summary.statistics = summary.statistics.withoutDurations
      return .summary(summary)
    default: return self
    }
  }
}

extension Statistics {
  var withoutDurations: Statistics {
    var statistics = self
    statistics.durations = nil
    return statistics
  }
}

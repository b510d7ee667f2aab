import AccessLog
import Alerting
import Feed
import Fleet
import Pipeline
import Query
import TestSupport
import Testing
import Traffic

/// One process judges the fleet on where another one ended, whenever that was.
struct AlertHandoverTests {
  private static let start = 1_594_195_200
  private static let source = SourceName("kafka://b/metrics")
  private static let idle = Duration.seconds(60)
  private let settings: WatchSettings

  init() throws {
    var rules = [
      AlertRule(windowSeconds: 20, threshold: 4),
      AlertRule(
        name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 15, threshold: 0.3),
      AlertRule(name: RuleName("clients"), measure: .clients, windowSeconds: 10, threshold: 6),
      AlertRule(name: RuleName("quiet"), measure: .silence, windowSeconds: 1, threshold: 6),
    ]
    var server = AlertRule(name: RuleName("server"), windowSeconds: 10, threshold: 1.5)
    server.group = .server
    server.forSeconds = 2
    server.keepSeconds = 3
    var relative = AlertRule(name: RuleName("twice"), windowSeconds: 10, threshold: 2)
    relative.againstSeconds = 30
    relative.filter = try Filter("path^=/a")
    rules += [server, relative]
    settings = WatchSettings(
      timing: Timing(), rules: rules, top: 0, isFollowing: true,
      scanner: LineScanner(format: .common, nameKey: 7),
      counting: Counting(dimensions: [.server]))
  }

  private struct Sent {
    var arrival: Int
    var bytes: [UInt8]
  }

  /// What three servers send in so many seconds, with gaps and surges, in the order of arrival.
  private func sent(_ seconds: Int, seed: UInt64) -> [Sent] {
    var random = SeededRandom(seed: seed)
    var sent: [Sent] = []
    for number in 1...3 {
      let scanner = LineScanner(format: .common, nameKey: UInt64(number))
      var fold = ServerFold(
        origin: [1], server: Array("web\(number)".utf8), timing: settings.timing,
        scanner: scanner, counting: settings.counting)
      var memory = SourceMemory(.named(.common))
      memory.server = ServerName(Array("web\(number)".utf8))
      for second in 0..<seconds {
        let clock = Self.start + second - number
        let isQuiet = second % 80 > 60
        let most = second > 0 && isQuiet ? 0 : second % 50 > 35 ? 5 : 2
        let lines = Array(
          (0..<(second == 0 ? 1 : random.number(0...max(0, most)))).map { _ in
            LogFixture.line(
              clock - (random.once(in: 15) ? random.number(1...20) : 0),
              client: "192.0.2.\(random.number(1...9))",
              target: random.once(in: 2) ? "/a/1" : "/b/2",
              status: random.once(in: second % 60 > 40 ? 2 : 8) ? 500 : 200) + "\n"
          }.joined().utf8)
        fold.advance(to: clock)
        fold.add(
          ChunkTallier.tally(
            lines, parts: [LinePart(end: lines.count, memory: memory)], timing: settings.timing,
            scanner: scanner, counting: settings.counting))
        for record in fold.takeRecords(wall: clock) {
          sent.append(Sent(arrival: (Self.start + second) * 1_000 + number, bytes: record.bytes))
        }
      }
    }
    return sent.enumerated().sorted {
      ($0.element.arrival, $0.offset) < ($1.element.arrival, $1.offset)
    }.map(\.element)
  }

  /// Judges records in pieces of that many; returns what was published.
  private func judge(
    _ sent: some Collection<Sent>, in size: Int, from saved: SavedAlerts? = nil
  ) async throws -> [TrafficEvent] {
    let log = EventLog()
    let moment = Moment(wallClock: Instant(Self.start), uptime: .seconds(1))
    let watch =
      try saved.map { try Watch(settings, continuing: $0, at: moment) }
      ?? Watch(settings, startsWithContext: false)
    let aggregator = Aggregator(
      watch, limit: 2, bus: EventBus([try SinkQueue(log, whenSlow: .holdUp)]),
      fleet: FleetFeed(idle: Self.idle))
    await aggregator.keepAlerts(nameKey: 7, trail: saved?.trail ?? ArrivalTrail(), at: moment)
    var rest = Array(sent)[...]
    var number = 0
    while !rest.isEmpty {
      // The first batch has all servers.
      let piece = rest.prefix(number == 0 ? max(size, 60) : size)
      rest = rest.dropFirst(piece.count)
      let batch = TallyBatch(
        source: Self.source, records: piece.map(\.bytes),
        arrival: .init(
          times: piece.map(\.arrival), through: piece.last?.arrival ?? 0, paused: 0))
      await aggregator.admit()
      let now = Moment(
        wallClock: Instant((piece.last?.arrival ?? 0) / 1_000), uptime: .seconds(10 * number))
      await aggregator.add(
        .tallies(
          FleetBatch(batch, scanner: settings.scanner, counting: settings.counting), readAt: now),
        number: number)
      number += 1
    }
    return await log.events(of: aggregator)
  }

  private static func words(_ events: some Sequence<TrafficEvent>) -> [String] {
    events.compactMap { event in
      guard case .alert(let transition) = event else { return nil }
      let group = String(decoding: transition.group ?? [], as: UTF8.self)
      return "\(transition.rule.name) \(group) \(transition.state) "
        + "\(transition.time.seconds - start) \(transition.hits)"
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func noTransitionIsLostOrDoubled(seed: UInt64) async throws {
    let records = sent(260, seed: seed)
    let whole = try await judge(records, in: 40)
    let expected = Self.words(whole)
    #expect(expected.count > 12)
    var random = SeededRandom(seed: seed)
    var written: [String] = []
    var saved: SavedAlerts?
    var from = 0
    for _ in 0..<4 {
      // Some of them end before anything new has been judged.
      let end = min(records.count, from + random.number(1...250))
      let start =
        saved?.readsFrom(rules: settings.rules, timing: settings.timing, idle: Self.idle) ?? 0
      let events = try await judge(
        records[..<end].filter { $0.arrival >= start }, in: random.number(1...90), from: saved)
      // Killed behind a transaction: what was judged after it is lost with it.
      let ends = events.indices.filter { if case .judged = events[$0] { true } else { false } }
      if !ends.isEmpty {
        let last = ends[ends.count - 1 - random.below(min(3, ends.count))]
        if case .judged(let state) = events[last] { saved = try SavedAlerts(state.bytes) }
        written += Self.words(events[..<last])
      }
      from = end
    }
    let start =
      saved?.readsFrom(rules: settings.rules, timing: settings.timing, idle: Self.idle) ?? 0
    written += Self.words(
      try await judge(records.filter { $0.arrival >= start }, in: 50, from: saved))
    #expect(written == expected)
  }

  @Test func onlyWhatIsNeededIsReadAgain() async throws {
    let records = sent(700, seed: 9)
    let events = try await judge(records, in: 30)
    let saved = try #require(
      events.compactMap { if case .judged(let saved) = $0 { saved } else { nil } }.last)
    let start = try #require(
      saved.readsFrom(rules: settings.rules, timing: settings.timing, idle: Self.idle))
    // The longest span, lateness, intervals, the idle time and a margin.
    let last = try #require(records.last?.arrival)
    #expect((40_000 + 70_000...40_000 + 70_000 + 90_000).contains(last - start))
    #expect(saved.bytes.count < 60_000)
  }
}

import AccessLog
import Alerting
import Feed
import Fleet
import Pipeline
import TestSupport
import Testing
import Traffic

/// Records of many servers with the times of their arrival, as a topic gives them.
struct FleetArrivalTests {
  private static let start = 1_594_195_200
  private static let timing = Timing()
  private static let source = SourceName("kafka://b/metrics")
  private static let settings = WatchSettings(
    timing: timing, rules: [AlertRule(windowSeconds: 10, threshold: 3)], top: 10,
    isFollowing: true, scanner: LineScanner(format: .common, nameKey: 1))

  /// A record, and the second in which it arrives.
  private struct Sent {
    var second: Int
    var bytes: [UInt8]
  }

  /// What a server sends from one second to another, every so many of them: as many hits as that in each, by a
  /// clock that is so far off.
  private static func sent(
    _ server: String, _ seconds: Range<Int>, every pause: Int = 1, clockOff: Int = 0,
    origin: String = "o", hits: (Int) -> Int
  ) -> [Sent] {
    let scanner = LineScanner(format: .common, nameKey: 7)
    var fold = ServerFold(
      origin: Array(origin.utf8), server: Array(server.utf8), timing: timing, scanner: scanner,
      counting: Counting())
    return seconds.flatMap { second -> [Sent] in
      let clock = start + second + clockOff
      fold.advance(to: clock)
      let count = hits(second + clockOff)
      if count > 0 {
        let line = LogFixture.line(clock, client: "192.0.2.1") + "\n"
        let lines = Array(String(repeating: line, count: count).utf8)
        fold.add(
          ChunkTallier.tally(
            lines, parts: [LinePart(end: lines.count, memory: SourceMemory(.named(.common)))],
            timing: timing, scanner: scanner, counting: Counting()))
      }
      guard second % pause == 0 || second == seconds.upperBound - 1 else { return [] }
      return fold.takeRecords(wall: clock).map { Sent(second: second, bytes: $0.bytes) }
    }
  }

  /// What is published of records in pieces of that many.
  private static func events(
    _ sent: [Sent], in size: Int, through: Int, threshold: Double = 3
  ) async -> [TrafficEvent] {
    var settings = settings
    settings.rules[0].threshold = threshold
    let sink = EventLog()
    guard let queue = try? SinkQueue(sink, whenSlow: .holdUp) else { return [] }
    let aggregator = Aggregator(
      Watch(settings, startsWithContext: false), limit: 4, bus: EventBus([queue]))
    let sorted = sent.enumerated().sorted {
      ($0.element.second, $0.offset) < ($1.element.second, $1.offset)
    }.map(\.element)
    var number = 0
    for start in stride(from: 0, to: sorted.count, by: size) {
      let piece = sorted[start..<min(sorted.count, start + size)]
      let isLast = start + size >= sorted.count
      let last = isLast ? through : piece.last?.second ?? 0
      let batch = TallyBatch(
        source: source, records: piece.map(\.bytes),
        arrival: .init(
          times: piece.map { (Self.start + $0.second) * 1_000 },
          through: (Self.start + last) * 1_000, paused: 0))
      await aggregator.admit()
      await aggregator.add(
        .tallies(
          FleetBatch(batch, scanner: settings.scanner, counting: settings.counting),
          readAt: moment),
        number: number)
      number += 1
    }
    _ = await aggregator.bus.delivered { false }
    return sink.events
  }

  private static let moment = Moment(
    wallClock: Instant(start + 1_000), uptime: .seconds(9_000))

  private static func alerts(_ events: [TrafficEvent]) -> [String] {
    events.compactMap { event in
      if case .alert(let transition) = event {
        "\(transition.state) \(transition.time.seconds - start) \(transition.hits)"
      } else {
        nil
      }
    }
  }

  /// Each reader finds the same, in pieces of any size: who is idle is decided by what arrived when.
  @Test(arguments: [3, 17, 1_000_000])
  func theFleetGoesOnWithoutAServerThatIsGoneForTheIdleTime(size: Int) async {
    let records =
      Self.sent("web1", 0..<120, hits: { _ in 2 }) + Self.sent("web2", 0..<40, hits: { _ in 2 })
      + Self.sent("web3", 100..<120, hits: { _ in 4 })
    let events = await Self.events(records, in: size, through: 119)
    // Web2 holds up the clock at its last second until a minute has passed.
    #expect(Self.alerts(events) == ["triggered 7 32", "recovered 45 28", "triggered 102 32"])
  }

  @Test func withinTheIdleTimeItIsWaitedFor() async {
    let records =
      Self.sent("web1", 0..<90, hits: { _ in 2 }) + Self.sent("web2", 0..<40, hits: { _ in 2 })
    let events = await Self.events(records, in: 50, through: 89)
    #expect(Self.alerts(events) == ["triggered 7 32"])
  }

  /// Clocks are off, servers come and go: each hit counts in its own second, and no server is left out.
  @Test func aThousandServersAreJudgedAsOne() async {
    var records: [Sent] = []
    var hits: [Int: Int] = [:]
    for number in 0..<1_000 {
      let seconds =
        switch number % 10 {
        case 0: 4..<24
        case 1: 0..<12
        default: 0..<24
        }
      let clockOff = number % 50 == 7 ? -3 : number % 50 == 8 ? 2 : 0
      records += Self.sent(
        "web\(number)", seconds, every: 4, clockOff: clockOff, origin: "\(number % 7)"
      ) { second in
        // Each has a hit at first, so that it has a clock.
        let count = second == seconds.lowerBound + clockOff || second < 8 && number % 2 == 0 ? 1 : 0
        hits[second, default: 0] += count
        return count
      }
    }
    let events = await Self.events(records, in: 2_000, through: 80, threshold: 250)
    var expected: [String] = []
    // The slowest clock ends at 20, and what is within the lateness has not closed.
    for second in 0...17 {
      let sum = (second - 9...second).reduce(0) { $0 + hits[$1, default: 0] }
      if sum > 2_500, expected.isEmpty { expected.append("triggered \(second) \(sum)") }
      if sum < 2_500, expected.count == 1 { expected.append("recovered \(second) \(sum)") }
    }
    #expect(expected.count == 2)
    #expect(Self.alerts(events) == expected)
  }
}

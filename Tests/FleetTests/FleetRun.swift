import AccessLog
import Alerting
import Fleet
import Pipeline
import Query
import TestSupport
import Traffic

/// One process over a merged log, and a fleet over the same lines.
struct FleetRun {
  static let timing = Timing()
  static let moment = Moment(wallClock: Instant(FleetLog.start + 100_000), uptime: .seconds(1))
  let log: FleetLog
  let settings: WatchSettings
  /// What the servers count with: the same, with keys of their own.
  let counting: Counting

  init(_ log: FleetLog) throws {
    self.log = log
    var rules = [
      AlertRule(windowSeconds: 20, threshold: 2),
      AlertRule(
        name: RuleName("errors"), measure: .share(of: .errors), windowSeconds: 15, threshold: 0.3),
      AlertRule(name: RuleName("clients"), measure: .clients, windowSeconds: 10, threshold: 6),
      AlertRule(
        name: RuleName("malformed"), measure: .malformed, windowSeconds: 30, threshold: 0.1),
      AlertRule(
        name: RuleName("size"), measure: .percentile(90, of: .bytes), windowSeconds: 12,
        threshold: 2_500),
    ]
    var server = AlertRule(name: RuleName("server"), windowSeconds: 10, threshold: 0.8)
    server.group = .server
    server.filter = try Filter("path^=/a")
    rules.append(server)
    settings = WatchSettings(
      timing: FleetRun.timing, rules: rules, top: 20, isFollowing: false,
      scanner: FleetRun.scanner(7), counting: Counting(dimensions: [.client, .path, .server]))
    counting = settings.counting
  }

  static func scanner(_ key: UInt64) -> LineScanner {
    LineScanner(format: .common, nameKey: key)
  }

  /// What one process says of the merged log.
  var expected: [TrafficEvent] {
    var watch = Watch(settings, startsWithContext: false)
    let (bytes, parts) = log.merged
    let chunk = ChunkTallier.tally(
      bytes, parts: parts, timing: FleetRun.timing, scanner: settings.scanner, counting: counting)
    return watch.add(chunk, as: .live, readAt: FleetRun.moment) + watch.finish()
  }

  func fold(_ server: Int, origin: String = "1") -> ServerFold {
    ServerFold(
      origin: Array(origin.utf8), server: Array(log.names[server].utf8), timing: FleetRun.timing,
      scanner: FleetRun.scanner(UInt64(server) + 100), counting: counting)
  }

  func chunk(_ range: Range<Int>, of server: Int) -> ChunkTally {
    let bytes = log.bytes(range, of: server)
    return ChunkTallier.tally(
      bytes, parts: [LinePart(end: bytes.count, memory: log.memory(of: server))],
      timing: FleetRun.timing, scanner: FleetRun.scanner(UInt64(server) + 100), counting: counting)
  }

  /// What is counted for a rule by path.
  static var byPath: WatchSettings {
    var rule = AlertRule(windowSeconds: 2, threshold: 1)
    rule.group = .path
    return WatchSettings(
      timing: timing, rules: [rule], top: 1, isFollowing: false, scanner: scanner(7))
  }

  /// The fold of a server whose hits have times and targets of a test's own.
  static func fold(of server: String, _ counting: Counting) -> ServerFold {
    ServerFold(
      origin: [1], server: Array(server.utf8), timing: timing, scanner: scanner(9),
      counting: counting)
  }

  /// Such hits, at seconds since the start.
  static func chunk(
    _ hits: [(second: Int, target: String)], _ counting: Counting
  ) -> ChunkTally {
    let bytes = LogFixture.bytes(
      hits.map { LogFixture.line(FleetLog.start + $0.second, target: $0.target) })
    return ChunkTallier.tally(
      bytes, parts: [LinePart(end: bytes.count, memory: SourceMemory(.named(.common)))],
      timing: timing, scanner: scanner(9), counting: counting)
  }

  /// The records of a server whose lines come in pieces, those of one moment together.
  func records(of server: Int, _ random: inout SeededRandom) -> [[[UInt8]]] {
    var fold = fold(server)
    var batches: [[[UInt8]]] = []
    var place = 0
    while place < log.lines[server].count {
      let end = min(log.lines[server].count, place + random.number(1...20))
      fold.add(chunk(place..<end, of: server))
      place = end
      batches.append(fold.takeRecords().map(\.bytes))
    }
    return batches
  }

  func book() -> FleetBook {
    FleetBook(
      timing: FleetRun.timing, scanner: settings.scanner, counting: counting, idle: .seconds(60))
  }

  func finish(_ watch: inout Watch, _ book: inout FleetBook) -> [TrafficEvent] {
    watch.settleAll(&book, at: FleetRun.moment) + watch.finish()
  }
}

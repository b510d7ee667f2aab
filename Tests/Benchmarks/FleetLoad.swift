import AccessLog
import Alerting
import Fleet
import Glibc
import Pipeline
import Query
import TestSupport
import Traffic

/// What 1,000 servers cost that send a record each second: reading, merging and judging their records.
struct FleetLoad {
  static let servers = 1_000
  private static let seconds = 40
  private static let hitsPerSecond = 20
  private static let start = 1_594_195_200

  /// Measures, and prints the share of a core.
  func measure() {
    let settings = WatchSettings(
      timing: Timing(), rules: [AlertRule(windowSeconds: 20, threshold: 30_000)], top: 10,
      isFollowing: false, scanner: LineScanner(format: .common, nameKey: 7),
      counting: Counting(dimensions: [.client, .path, .status, .agent, .server]))
    var folds = (0..<FleetLoad.servers).map { server in
      ServerFold(
        origin: [1], server: Array("web\(server)".utf8), timing: settings.timing,
        scanner: settings.scanner, counting: settings.counting)
    }
    var watch = Watch(settings, startsWithContext: false)
    var book = FleetBook(
      timing: settings.timing, scanner: settings.scanner, counting: settings.counting,
      idle: .seconds(60))
    var (bytes, records, time) = (0, 0, 0.0)
    for second in 0..<FleetLoad.seconds {
      let chunk = FleetLoad.chunk(second, settings)
      var sent: [[UInt8]] = []
      for server in folds.indices {
        folds[server].add(chunk)
        sent += folds[server].takeRecords(wall: FleetLoad.start + second).map(\.bytes)
      }
      let begin = FleetLoad.processorSeconds
      for record in sent { book.take(record, at: .seconds(second)) }
      _ = watch.settle(&book, at: Moment(wallClock: Instant(FleetLoad.start), uptime: .zero))
      time += FleetLoad.processorSeconds - begin
      bytes += sent.reduce(0) { $0 + $1.count }
      records += sent.count
    }
    let share = time / Double(FleetLoad.seconds)
    print(
      "\nA fleet of \(FleetLoad.servers) servers, \(FleetLoad.hitsPerSecond) hits/s each: "
        + "\(records / FleetLoad.seconds) records of \(bytes / max(1, records)) bytes a second take "
        + "\(Int((share * 100).rounded())) % of a core")
  }

  private static func chunk(_ second: Int, _ settings: WatchSettings) -> ChunkTally {
    let lines = (0..<hitsPerSecond).map { hit in
      LogFixture.line(
        start + second, client: "192.0.2.\(hit * 7 % 250)", target: "/p\(hit % 12)/\(second % 5)",
        status: hit % 9 == 0 ? 404 : 200, bytes: hit * 977)
    }
    return ChunkTallier.tally(
      LogFixture.bytes(lines), timing: settings.timing, scanner: settings.scanner,
      counting: settings.counting)
  }

  private static var processorSeconds: Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

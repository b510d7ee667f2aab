import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// Names that stand nowhere in the log count like those that do.
struct DecodedNamesTests {
  private static let key: UInt64 = 7

  /// The same hits as Combined lines, whose names need no escapes, and as JSON lines, of which some
  /// have escapes that stand for the same names.
  private static func logs(seed: UInt64, count: Int) -> (plain: [String], json: [String]) {
    var random = SeededRandom(seed: seed)
    var plain: [String] = []
    var json: [String] = []
    for _ in 0..<count {
      let second = 10 + random.below(40)
      let client =
        random.below(3) == 0 ? "::ffff:192.0.2.\(random.below(9))" : "192.0.2.\(random.below(9))"
      let target = ["/café/x", "/a/b", "/long-section-name-\(random.below(99))/é", "/", "*"][
        random.below(5)]
      let method = ["GET", "POST", "VERSION-CONTROL"][random.below(3)]
      let status = [200, 304, 404, 500][random.below(4)]
      let agent = "agent/\(random.below(5)) é"
      plain.append(
        "\(client) - - [08/Jul/2020:08:10:\(second) +0000] \"\(method) \(target) HTTP/1.1\" \(status) 7 "
          + "\"http://r.example/\" \"\(agent)\"")
      func escaped(_ text: String) -> String {
        switch random.below(3) {
        case 0: text
        case 1: text.replacing("é", with: "\\u00e9")
        default: text.replacing("é", with: "\\u00E9").replacing("/", with: "\\/")
        }
      }
      json.append(
        "{\"time\":\"2020-07-08T08:10:\(second)Z\",\"remote_addr\":\"\(client)\",\"request\":"
          + "\"\(escaped("\(method) \(target) HTTP/1.1"))\",\"status\":\(status),\"bytes\":7,"
          + "\"referrer\":\"\(escaped("http://r.example/"))\",\"user_agent\":\"\(escaped(agent))\"}"
      )
    }
    return (plain, json)
  }

  private static func statistics(
    _ lines: [String], _ format: LogFormat, _ counting: Counting, size: Int, interval: Int
  ) -> Statistics {
    let scanner = LineScanner(format: format, nameKey: key)
    var merger = RunMerger(scanner: scanner, counting: counting)
    var tally = Tally()
    for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: size) {
      let tallied = ChunkTallier.tally(
        chunk, timing: Timing(intervalSeconds: interval), scanner: scanner, counting: counting)
      for run in tallied.runs.indices { merger.merge(run, of: tallied, into: &tally) }
    }
    return tally.statistics(top: 1_000, by: counting)
  }

  /// Short intervals make short runs, which are scanned again when they are merged.
  @Test(arguments: UInt64(1)...8)
  func countLikeNamesThatStandInTheLog(seed: UInt64) throws {
    let logs = DecodedNamesTests.logs(seed: seed, count: 400)
    let all = Counting(
      dimensions: ["path", "client", "network", "agent-raw", "referrer", "method"].compactMap(
        Dimension.named))
    #expect(all.dimensions.count == 6)
    var filtered = all
    filtered.filter = try Filter("path*=é or agent-raw$=é and status<400")
    for counting in [Counting(), all, filtered] {
      for (size, interval) in [(1 << 20, 86_400), (3_000, 86_400), (1 << 20, 1), (500, 1)] {
        let plain = DecodedNamesTests.statistics(
          logs.plain, .combined, counting, size: size, interval: interval)
        let json = DecodedNamesTests.statistics(
          logs.json, .json, counting, size: size, interval: interval)
        #expect(plain == json)
        #expect(json.hits > 0)
      }
    }
  }

  @Test func countWhereLinesAreLookedAtAgainAndInASpan() throws {
    let logs = DecodedNamesTests.logs(seed: 9, count: 300)
    func report(_ lines: [String], _ format: LogFormat) -> [Int: Statistics] {
      let filter = Filter(.section, is: Array("/café".utf8))
      let settings = FilteredSettings(
        counting: Counting(filter: filter, dimensions: [.path, .client, .agent]), timing: Timing(),
        scanner: LineScanner(format: format, nameKey: DecodedNamesTests.key), top: 100)
      var slice = FilteredSlice(span: 0..<4_000_000_000, settings)
      _ = slice.add(LogFixture.bytes(lines), SourceMemory(.named(format)))
      slice.settle(before: .max)
      return slice.statistics
    }
    let plain = report(logs.plain, .combined)
    #expect(plain == report(logs.json, .json))
    #expect(plain.values.reduce(0) { $0 + $1.hits } > 20)

    func groups(_ lines: [String], _ format: LogFormat) -> [[UInt8]: HitSums] {
      let counting = Counting(dimensions: [.path, .client])
      let scanner = LineScanner(format: format, nameKey: DecodedNamesTests.key)
      var tally = SpanTally(span: 0..<Int.max, counting: counting, scanner: scanner)
      _ = tally.add(LogFixture.bytes(lines), SourceMemory(.named(format)))
      return Dictionary(
        uniqueKeysWithValues: tally.groups().known.map { ($0.names.flatMap { $0 + [0] }, $0.sums) })
    }
    #expect(groups(logs.plain, .combined) == groups(logs.json, .json))
  }
}

import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// The server of a source counts as if each of its lines named it.
struct ServerTests {
  private static let key: UInt64 = 7

  /// What lines of two sources add up to, in chunks of that size, by server.
  private static func hits(
    _ format: LogFormat, where filter: String? = nil, interval: Int
  ) throws -> [String: Int] {
    let counting = Counting(filter: try filter.map { try Filter($0) }, dimensions: [.server])
    let scanner = LineScanner(format: format, nameKey: key)
    var merger = RunMerger(scanner: scanner, counting: counting)
    var tally = Tally()
    let sample = Array(format.sample.utf8)
    var web1 = SourceMemory(.named(format))
    web1.server = ServerName(Array("web1".utf8))
    var web2 = web1
    web2.server = ServerName(Array("a server with a name of more than sixteen bytes".utf8))
    let none = SourceMemory(.named(format))
    var bytes: [UInt8] = []
    var parts: [LinePart] = []
    for (memory, count) in [(web1, 300), (none, 2), (web2, 5), (web1, 1)] {
      for _ in 0..<count { bytes += sample }
      parts.append(LinePart(end: bytes.count, memory: memory))
    }
    let chunk = ChunkTallier.tally(
      bytes, parts: parts, timing: Timing(intervalSeconds: interval), scanner: scanner,
      counting: counting)
    for run in chunk.runs.indices { merger.merge(run, of: chunk, into: &tally) }
    let groups = tally.statistics(top: 10, by: counting).groups.first?.counts ?? []
    return Dictionary(
      uniqueKeysWithValues: groups.map { (String(decoding: $0.name, as: UTF8.self), $0.hits) })
  }

  private static let all = [
    "web1": 301, "-": 2, "a server with a name of more than sixteen bytes": 5,
  ]

  @Test(arguments: [LogFormat.combined, .common, .json], [1, 10])
  func linesAreOfTheirSourcesServer(format: LogFormat, interval: Int) throws {
    #expect(try Self.hits(format, interval: interval) == Self.all)
  }

  @Test(arguments: [LogFormat.combined, .common, .json])
  func filtersKnowTheServerOfASource(format: LogFormat) throws {
    #expect(try Self.hits(format, where: "server=web1", interval: 10) == ["web1": 301])
    #expect(
      try Self.hits(format, where: "server ~ than and status<600", interval: 10)
        == ["a server with a name of more than sixteen bytes": 5])
    #expect(try Self.hits(format, where: "server!=web1", interval: 10).count == 1)
  }
}

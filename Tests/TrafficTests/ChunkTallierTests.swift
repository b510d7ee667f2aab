import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

@Suite struct ChunkTallierTests {
  /// Two hundred hits in each of 25 seconds.
  private static let bytes = (0..<25).flatMap { second in
    let time = String(second + 100).dropFirst()
    let line = "h - - [08/Jul/2020:08:10:\(time) +0000] \"GET /a HTTP/1.1\" 200 1\n"
    return Array(String(repeating: line, count: 200).utf8)
  }

  private func runs(_ timing: Timing) -> [ChunkTally.Run] {
    ChunkTallier.tally(
      ChunkTallierTests.bytes, timing: timing, scanner: LineScanner(nameKey: 7)
    ).runs
  }

  /// Each tally has to be merged, which costs as much as some hundred lines.
  @Test func anIntervalIsOneRunAlsoWhereTheOneBeforeIsReported() {
    let runs = runs(Timing(intervalSeconds: 10, latenessSeconds: 2))
    // The first hit of a chunk may have to be held, so that it is one by itself.
    #expect(runs.map(\.hits) == [1, 1_999, 2_000, 1_000])
    #expect(runs.dropFirst().allSatisfy { $0.tally?.hits == $0.hits })
  }

  /// What sections may be kept changes with every report then.
  @Test func aRunEndsWithEachReportWhereIntervalsShareTheirCapacity() {
    let runs = runs(Timing(intervalSeconds: 10, latenessSeconds: 12))
    #expect(runs.map(\.hits) == [1, 399, 1_600, 400, 1_600, 400, 600])
  }

  /// Tallies of names as long as their lines would take as much memory again as these lines.
  @Test func aRunOfLongNamesIsScannedAgain() {
    let bytes = (0..<200).flatMap { number in
      let section = String(repeating: "x", count: 4_000)
      let time = "[08/Jul/2020:08:10:30 +0000]"
      return Array("h - - \(time) \"GET /\(number)\(section) HTTP/1.1\" 200 1\n".utf8)
    }
    let scanner = LineScanner(nameKey: 7)
    let chunk = ChunkTallier.tally(
      bytes, timing: Timing(intervalSeconds: 10, latenessSeconds: 2), scanner: scanner)
    #expect(chunk.runs.map(\.hits) == [1, 199])
    #expect(chunk.runs.allSatisfy { $0.tally == nil })
    var merger = RunMerger(scanner: scanner)
    var tally = Tally()
    for run in chunk.runs.indices { merger.merge(run, of: chunk, into: &tally) }
    #expect(tally.hits == 200)
    #expect(tally.sections.exact.count == 200)
  }

  /// What was kept of chunks before changes nothing, whatever was counted then.
  @Test func whatAWorkerKeepsDecidesNothing() {
    let bytes = LogFixture.bytes(
      (0..<3_000).map { number in
        LogFixture.line(
          1_600_000_000 + number / 400, client: "10.0.\(number % 7).\(number % 201)",
          target: "/\(number % 90)/\(number % 700)") + " \"-\" \"agent\(number % 900)/1\""
      })
    let countings = [
      Counting(dimensions: [.path]), Counting(dimensions: [.path, .client]),
      Counting(sections: SectionRule(components: 2), dimensions: [.path]), Counting(),
      Counting(dimensions: [.agent]), Counting(dimensions: [.agent, .network(bits: 16)]),
    ]
    var cache = WorkerCache()
    for counting in countings + countings.reversed() {
      for key: UInt64 in [7, 7, 8] {
        let scanner = LineScanner(nameKey: key)
        func statistics(_ cache: inout WorkerCache) -> [Statistics?] {
          let tallies = ChunkTallier.tallies(
            bytes, parts: [], timing: Timing(), scanner: scanner, counting: counting,
            cache: &cache
          ).flatMap(\.runs).map(\.tally)
          let counters = tallies.compactMap { $0?.counters.count }
          #expect(counters.allSatisfy { $0 == counting.groups.count })
          return tallies.map { $0?.statistics(top: .max, by: counting) }
        }
        var none = WorkerCache()
        let expected = statistics(&none)
        #expect(statistics(&cache) == expected)
        #expect(expected.compactMap { $0?.hits }.reduce(0, +) > 2_000)
      }
    }
  }
}

import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// More names than are kept exactly, by several dimensions that share what is kept.
@Suite struct CrowdedNamesTests {
  private static let scanner = LineScanner(format: .combined, nameKey: 7)
  private static let start = 1_594_195_830

  /// Paths with the longest names fill what is exact; then come thousands of names, old and new.
  private static let lines: [String] = {
    var random = SeededRandom(seed: 5)
    let padding = String(repeating: "x", count: 62_000)
    func line(_ second: Int, _ client: String, _ path: String, _ status: Int, _ agent: String)
      -> String
    {
      "\(client) - - [\(LogLine.stamp(start + second))] \"GET \(path) HTTP/1.1\" \(status) "
        + "\(status) \"-\" \"\(agent)\""
    }
    var lines = (0..<70).map { line(1, "10.9.9.9", "/\($0)/\(padding)", 200, "a") }
    for number in 0..<2_600 {
      let isKnown = random.once(in: 2)
      let client = isKnown ? random.below(30) : 1_000 + number
      lines.append(
        line(
          2 + number / 900, "10.\(client >> 8).\(client & 255).1",
          "/\(isKnown ? random.below(40) : number)/page", 200 + random.below(9),
          "agent \(random.once(in: 3) ? random.below(20) : number)"))
      if random.once(in: 50) { lines.append("malformed") }
    }
    return lines
  }()

  /// What each interval adds up to; `isTallied` says whether the runs of a chunk have tallies.
  private static func statistics(
    _ timing: Timing, linesPerChunk: Int, isTallied: (Int) -> Bool
  ) -> (statistics: [Statistics], wasFull: Bool) {
    var counting = Counting(dimensions: [.path, .client, .agent, .status, .network])
    var ledger = Ledger(
      timing: timing, longestWindow: 120, reportsSilence: false, scanner: scanner,
      counting: counting)
    var statistics: [Statistics] = []
    func close() {
      while let closed = ledger.closeNext() {
        guard let interval = closed.ended.first else { continue }
        statistics.append(ledger.report(interval, top: 10_000).statistics)
      }
    }
    var wasFull = false
    for (number, start) in stride(from: 0, to: lines.count, by: linesPerChunk).enumerated() {
      counting.talliesRuns = isTallied(number)
      let chunk = ChunkTallier.tally(
        LogFixture.bytes(Array(lines[start..<min(lines.count, start + linesPerChunk)])),
        timing: timing, scanner: scanner, counting: counting)
      for step in 0..<chunk.stepCount {
        ledger.beginStep(step, of: chunk)
        close()
        ledger.addStep(step, of: chunk, as: .live)
      }
      wasFull = wasFull || ledger.namesAreFull
    }
    ledger.finish()
    close()
    while let interval = ledger.takeOpenInterval() {
      statistics.append(ledger.report(interval, top: 10_000).statistics)
    }
    return (statistics, wasFull)
  }

  /// Few intervals open at a time, and many that share what is kept.
  @Test(arguments: [Timing(), Timing(intervalSeconds: 2, latenessSeconds: 20)])
  func anyCutTellsTheSameWithAndWithoutTalliesOfRuns(timing: Timing) {
    let expected = CrowdedNamesTests.statistics(timing, linesPerChunk: 1) { _ in true }
    #expect(expected.wasFull)
    let other = NameCounter.otherName
    #expect(
      expected.statistics.contains {
        $0.groups.contains { $0.counts.contains { $0.name == other } }
      })
    for (size, isTallied) in [
      (7, true), (300, true), (300, false), (.max / 2, true), (.max / 2, false),
    ] {
      let found = CrowdedNamesTests.statistics(timing, linesPerChunk: size) { number in
        isTallied != (number % 3 == 2)
      }
      #expect(found.statistics.count == expected.statistics.count)
      // Its place alone: statistics with such names take minutes to print.
      let difference = zip(found.statistics, expected.statistics).map { $0 == $1 }
        .firstIndex(of: false)
      #expect(difference == nil, "chunks of \(size) lines")
    }
  }
}

import AccessLog
import Testing

@testable import Traffic

/// `h` stands for a hit, `m` for a malformed line, `c` for a comment, and `|` ends a part.
struct ParseRunTests {
  private static func readings(_ text: String) -> [[Int]] {
    var log = ""
    var ends: [Int] = []
    for character in text {
      switch character {
      case "h": log += "h - - [08/Jul/2020:08:10:30 +0000] \"GET /a HTTP/1.1\" 200 1\n"
      case "m": log += "m\n"
      case "c": log += "#\n"
      default: ends.append(log.utf8.count)
      }
    }
    ends.append(log.utf8.count)
    let scanner = LineScanner(nameKey: 7)
    let chunk = ChunkTallier.tally(
      Array(log.utf8), parts: ends.map { LinePart(end: $0, memory: scanner.memory) },
      timing: Timing(), scanner: scanner)
    return chunk.parseRuns.map { [$0.hits, $0.malformed, $0.leading, $0.trailing, $0.longest] }
  }

  @Test(arguments: [
    ("h", [[1, 0, 0, 0, 0]]), ("m", [[0, 1, 1, 1, 1]]), ("c", [[0, 0, 0, 0, 0]]),
    ("mmhm", [[1, 3, 2, 1, 2]]), ("hmmmh", [[2, 3, 0, 0, 3]]), ("mchcmcm", [[1, 3, 1, 2, 2]]),
    ("mm|h|mm", [[0, 2, 2, 2, 2], [1, 0, 0, 0, 0], [0, 2, 2, 2, 2]]),
  ])
  func linesAreCountedBetweenHits(text: String, readings: [[Int]]) {
    #expect(ParseRunTests.readings(text) == readings)
  }

  /// Blocks of records end anywhere.
  @Test func manyLinesAreCountedAlike() {
    let hits = String(repeating: "h", count: 1_000)
    let malformed = String(repeating: "m", count: 1_000)
    #expect(
      ParseRunTests.readings(malformed + hits + malformed + hits + "mm")
        == [[2_000, 2_002, 1_000, 2, 1_000]])
  }
}

import AccessLog
import TestSupport
import Testing

@testable import Traffic

@Suite struct MalformedTailsTests {
  /// A tally of a hit and some malformed lines behind it.
  private static func chunk(malformed count: Int, length: Int) -> ChunkTally {
    var lines = [LogFixture.line(1_594_195_200, target: "/", bytes: 1)]
    lines += Array(repeating: String(repeating: "x", count: length), count: count)
    return ChunkTallier.tally(
      Array(lines.map { $0 + "\n" }.joined().utf8), timing: Timing(),
      scanner: LineScanner(memory: SourceMemory(), nameKey: 7))
  }

  @Test func keepsNoMoreThanItMayOfAllSources() throws {
    let chunk = MalformedTailsTests.chunk(malformed: 400, length: 99)
    var tails = MalformedTails()
    for source in 0..<200 {
      for run in chunk.parseRuns {
        tails.note(run, of: Array("\(source)".utf8), in: chunk, as: .live)
      }
    }
    let sizes = tails.all.map { $0.tails.reduce(0) { $0 + $1.bytes.count } }
    #expect(sizes.allSatisfy { $0 <= MalformedTails.longest && $0 > MalformedTails.longest - 100 })
    #expect(sizes.count == MalformedTails.longestOfAll / sizes[0])
    // What one source gives up another may have.
    let known = try #require(tails.all.first)
    #expect(tails.take(known.source) == known.tails)
    #expect(tails.all.count == sizes.count - 1)
    for run in chunk.parseRuns { tails.note(run, of: Array("new".utf8), in: chunk, as: .live) }
    #expect(tails.all.count == sizes.count)
  }
}

import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

struct SpanTallyTests {
  private static let scanner = LineScanner(nameKey: 7)

  private func tally(_ lines: [String], _ counting: Counting, span: Range<Int>) -> SpanTally {
    var tally = SpanTally(span: span, counting: counting, scanner: SpanTallyTests.scanner)
    _ = tally.add(LogFixture.bytes(lines), SpanTallyTests.scanner.memory)
    return tally
  }

  private func groups(_ tally: SpanTally) -> [String: HitSums] {
    var groups: [String: HitSums] = [:]
    for group in tally.groups().known {
      groups[group.names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "|")] =
        group.sums
    }
    return groups
  }

  @Test func crossesNamesOfAnyBytesAndMerges() throws {
    let start = 1_594_195_830
    let targets = [
      "/a", "/a\u{0}", "/", "/a/\u{1}\u{0}\u{0}\u{0}b", "/" + String(repeating: "x", count: 300),
    ]
    var lines: [String] = []
    var expected: [String: HitSums] = [:]
    for number in 0..<400 {
      let (target, status) = (targets[number % 5], [200, 404, 503][number % 3])
      lines.append(LogFixture.line(start + number, target: target, status: status, bytes: number))
      guard 100..<300 ~= number, status != 503 else { continue }
      expected["\(target)|\(status)", default: HitSums()].merge(
        HitSums(hits: 1, bytes: number, errors: status == 404 ? 1 : 0))
    }
    let counting = Counting(filter: try Filter("status<500"), dimensions: [.path, .status])
    let span = start + 100..<start + 300
    let whole = tally(lines, counting, span: span)
    #expect(groups(whole) == expected)
    #expect(whole.sums.hits == expected.values.reduce(0) { $0 + $1.hits })
    #expect(whole.newest == start + 399 && whole.last == start + 399)
    var merged = tally(Array(lines[..<150]), counting, span: span)
    merged.merge(tally(Array(lines[150...]), counting, span: span))
    #expect(groups(merged) == expected)
    #expect(merged.groups().other == HitSums())
  }

  @Test func aChangeOfFormatCostsNoLine() {
    let lines = (0..<600).flatMap { number in
      let line = LogFixture.line(number, target: "/\(number % 2)")
      return [number < 300 ? line : "shop.example.org \(line)"] + (number % 50 == 9 ? ["?"] : [])
    }
    let empty = SpanTally(
      span: 0..<600, counting: Counting(dimensions: [.section]), scanner: SpanTallyTests.scanner)
    // In pieces that are read one after the other, and side by side.
    for size in [50, 300, 2_000, 100_000] {
      var (inTurn, merged) = (empty, empty)
      var memory = SourceMemory()
      for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: size) {
        var piece = empty
        _ = piece.add(chunk, memory)
        merged.merge(piece)
        memory = inTurn.add(chunk, memory)
      }
      for tally in [inTurn, merged] {
        #expect(groups(tally).mapValues(\.hits) == ["/0": 300, "/1": 300], "\(size)")
        #expect(tally.malformed == 12, "\(size)")
        #expect(tally.sums.hits == 600, "\(size)")
      }
    }
  }

  /// The end of one file says nothing of the beginning of the next.
  @Test func linesOfAnotherFileAreNotReadAgain() {
    var tally = SpanTally(
      span: 0..<600, counting: Counting(dimensions: [.section]), scanner: SpanTallyTests.scanner)
    var memory = SourceMemory()
    let vhost = "shop.example.org " + LogFixture.line(9)
    memory = tally.add(LogFixture.bytes([LogFixture.line(8), vhost]), memory)
    tally.beginFile()
    _ = tally.add(LogFixture.bytes(Array(repeating: vhost, count: 50)), memory)
    #expect(tally.malformed == 1 && tally.sums.hits == 51)
  }

  @Test func oneDimensionIsNotCrossedAndNetworksFold() {
    let lines =
      Array(repeating: LogFixture.line(10, client: "10.0.0.1"), count: 9)
      + [LogFixture.line(10, client: "10.0.0.2"), LogFixture.line(99, client: "10.0.0.2")]
    let tally = tally(lines, Counting(dimensions: [.network]), span: 0..<50)
    #expect(
      groups(tally).mapValues(\.hits) == ["10.0.0.1/32": 9, "10.0.0.0/24": 1])
    let sections = self.tally(
      [LogFixture.line(1, target: "/a/b/c")],
      Counting(sections: SectionRule(components: 2), dimensions: [.section]), span: 0..<9)
    #expect(groups(sections).mapValues(\.hits) == ["/a/b": 1])
  }
}

import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

struct LineTailTests {
  private static let start = 1_594_195_200
  private static let scanner = LineScanner(nameKey: 7)

  private func texts(_ tail: LineTail) -> [String] {
    tail.entries.map { String(decoding: $0.line, as: UTF8.self) }
  }

  /// All lines that match, whatever the pieces, and no others; their ends are no part of them.
  @Test(arguments: [1, 300, 1_000_000])
  func keepsTheLinesThatMatch(size: Int) throws {
    let lines = LogFixture.troubled(900, seed: 5, start: LineTailTests.start)
    let filter = try Filter("status=404")
    var tail = LineTail(Counting(filter: filter), scanner: LineTailTests.scanner)
    for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: size) {
      _ = tail.add(chunk, LineTailTests.scanner.memory)
    }
    #expect(texts(tail) == lines.filter { $0.contains("\" 404 ") })
    #expect(tail.count > 50 && tail.entries.map(\.number) == Array(0..<tail.count))
  }

  @Test func onlyTheNewestAreKept() {
    var tail = LineTail(Counting(), scanner: LineTailTests.scanner)
    let lines = (0..<5_000).map { LogFixture.line(LineTailTests.start + $0 / 10, target: "/\($0)") }
    _ = tail.add(LogFixture.bytes(lines), LineTailTests.scanner.memory)
    #expect(tail.count == 5_000)
    #expect((LineTail.mostLines...2 * LineTail.mostLines).contains(tail.entries.count))
    #expect(texts(tail) == Array(lines.suffix(tail.entries.count)))
    #expect(tail.entries.last?.number == 4_999)
    // Long lines take no more memory than short ones.
    let long = (0..<200).map {
      LogFixture.line(LineTailTests.start + $0, target: "/" + String(repeating: "a", count: 60_000))
    }
    _ = tail.add(LogFixture.bytes(long), LineTailTests.scanner.memory)
    #expect(tail.entries.reduce(0) { $0 + $1.line.count } <= 3 << 20)
  }

  @Test func linesOfASpanAreSortedByTheirTimes() {
    let span = LineTailTests.start + 10..<LineTailTests.start + 20
    var tail = LineTail(Counting(), scanner: LineTailTests.scanner, span: span)
    for file in ["/a", "/b"] {
      let lines = (0..<30).map { LogFixture.line(LineTailTests.start + $0, target: file) }
      _ = tail.add(LogFixture.bytes(lines), LineTailTests.scanner.memory)
    }
    tail.sort()
    #expect(
      tail.entries.map(\.second) == (10..<20).flatMap { [$0, $0] }.map { $0 + LineTailTests.start })
    #expect(tail.entries.map(\.number) == Array(0..<20))
  }

  /// The lines of another format are read as theirs.
  @Test func eachLineIsKeptWithWhatReadsIt() throws {
    let log = """
      #Fields: date time c-ip sc-status cs-method cs-uri-stem
      2020-07-08 08:00:00 10.0.0.1 200 GET /a/b
      #Fields: sc-status time date c-ip cs-uri-stem cs-method
      404 08:00:01 2020-07-08 10.0.0.2 /a/c GET

      """
    let memory = SourceMemory(.named(.w3c))
    var tail = LineTail(Counting(), scanner: LineTailTests.scanner)
    _ = tail.add(Array(log.utf8), memory)
    let targets = tail.entries.map { entry -> String in
      var text = LineText(entry.line)
      var parser = LineParser(entry.memory)
      guard case .hit(let hit) = parser.parse(&text, 0..<entry.line.count),
        let request = hit.request
      else { return "none" }
      return String(decoding: text.bytes[request.target], as: UTF8.self)
    }
    #expect(targets == ["/a/b", "/a/c"])
  }
}

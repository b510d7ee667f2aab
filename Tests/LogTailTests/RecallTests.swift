import AccessLog
import Feed
import System
import TestSupport
import Testing

@testable import LogTail

/// Reading that begins in the middle of a file: the directives before that place are found in it.
@Suite struct RecallTests {
  private let scratch = ScratchFolder()
  /// What a source is remembered by here: its last directive.
  private static let knowledge = LineKnowledge(
    blank: SourceMemory(.named(.w3c)), time: testKnowledge.time,
    learn: { lines, memory in memory.learn(lines) }, isSettled: { $0.isSettled })

  private static func memory(after lines: String) -> SourceMemory {
    var memory = knowledge.blank
    _ = knowledge.learn(Array(lines.utf8).span, &memory)
    return memory
  }

  private func recalled(_ text: String, before offset: Int? = nil) throws -> SourceMemory {
    try scratch.write(text, to: "log")
    let file = try LogFile.open(scratch("log"))
    return try RecallTests.knowledge.memory(
      of: file.descriptor, before: offset ?? text.utf8.count)
  }

  private static let header = "#Fields: a b\n"
  private static let rest = String(
    repeating: String(repeating: "x", count: 99) + "\n", count: 40_000)

  @Test func directivesAreFoundAtTheBeginningAndBeforeThePlace() throws {
    let first = RecallTests.memory(after: RecallTests.header)
    let second = RecallTests.memory(after: "#Fields: c\n")
    #expect(first != second)
    #expect(try recalled(RecallTests.header) == first)
    #expect(try recalled(RecallTests.header + RecallTests.rest) == first)
    #expect(
      try recalled(RecallTests.header + RecallTests.rest + "#Fields: c\n" + RecallTests.rest)
        == second)
    let text = RecallTests.header + RecallTests.rest + "#Fields: c\n"
    #expect(try recalled(text, before: text.utf8.count - 11) == first)
    #expect(try recalled(text, before: 0) == RecallTests.knowledge.blank)
    // A line that is longer than any block that is read, and a hole.
    let long = String(repeating: "y", count: 3 << 20) + "\n"
    #expect(try recalled(RecallTests.header + long) == first)
    #expect(try recalled(long + RecallTests.header + "z\n") == first)
    #expect(
      try recalled(RecallTests.header + String(repeating: "\0", count: 3 << 20) + "#Fields: c\n")
        == second)
  }

  /// What the end of a log says of its format counts for more than its beginning.
  @Test func formatIsThatOfTheLinesBeforeThePlace() throws {
    let hit = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" 200 1\n"
    let knowledge = LineKnowledge(
      blank: SourceMemory(),
      time: { line, memory in memory.instant(line, 0..<line.byteCount)?.seconds },
      learn: { lines, memory in memory.learn(lines) },
      learnDirectives: { lines, memory in memory.learnDirectives(lines) },
      isSettled: { $0.isSettled })
    func format(_ text: String, then rest: String = "") throws -> String? {
      try scratch.write(text, to: "log")
      let file = try LogFile.open(scratch("log"))
      var memory = try knowledge.memory(of: file.descriptor, before: text.utf8.count)
      _ = knowledge.learn(Array(rest.utf8).span, &memory)
      return memory.finding?.format.name
    }
    let common = String(repeating: hit, count: 2_000)
    let vhost = String(repeating: "www.example.com " + hit, count: 2_000)
    #expect(try format(common) == "common")
    #expect(try format(common + vhost) == "vhost")
    #expect(try format(vhost + common) == "common")
    #expect(try format(common + String(repeating: "trouble\n", count: 9_000)) == "common")
    // Directives that somebody has written there, and names in which a hit reads otherwise.
    let spam = "#Fields: x1 x2 x3 x4 x5 x6 x7 x8 date time c-ip sc-status x9\n"
    let agent = hit.dropLast() + " \"- 2020-07-08 10:00:00 192.0.2.9 500 x\"\n"
    let twisted = String(repeating: spam + agent, count: 100)
    #expect(try format(common + twisted) == "common")
    let header = "#Date: 2020-07-08\n#Fields: time c-ip sc-status\n"
    for count in [1, 100, 3_000, 300_000] {
      let columns = String(repeating: "08:10:30 10.0.0.1 200\n", count: count)
      let more = String(repeating: "08:10:30 10.0.0.1 200\n", count: count < 1_000 ? 400 : 0)
      #expect(try format(common + header + columns, then: more) == "w3c", "\(count)")
      #expect(try format(common + columns) == "common", "\(count)")
      #expect(try format(common + header + columns + common) == "common", "\(count)")
    }
  }

  private func session(
    _ sources: [String], _ mode: TailConfiguration.Mode, resumeFrom: [FilePosition] = []
  ) throws -> TailSession {
    try TailSession(sources, mode, resumeFrom: resumeFrom, knowledge: RecallTests.knowledge)
  }

  private func spans(_ reading: Reading) -> [SourceMemory] {
    reading.batches.flatMap(\.spans).map(\.memory)
  }

  @Test func followingFromTheEndKnowsTheColumns() throws {
    scratch.append("log", RecallTests.header + "1 a\n")
    var session = try session([scratch("log")], .follow(backfillSeconds: 0))
    #expect(session.read().text == "")
    scratch.append("log", "2 b\n")
    #expect(spans(session.read()) == [RecallTests.memory(after: RecallTests.header)])
    scratch.append("log", "#Fields: c\n3 c\n")
    #expect(spans(session.read()) == [RecallTests.memory(after: RecallTests.header)])
    scratch.append("log", "4 d\n")
    #expect(spans(session.read()) == [RecallTests.memory(after: "#Fields: c\n")])
  }

  @Test func backfillKnowsTheColumnsOfItsFirstLine() throws {
    scratch.append("log", RecallTests.header + (0..<9_000).map { "\($0) line\n" }.joined())
    var session = try session([scratch("log")], .follow(backfillSeconds: 10))
    let reading = session.read()
    #expect(reading.text(.backfill).hasPrefix("8989 line\n"))
    #expect(spans(reading) == [RecallTests.memory(after: RecallTests.header)])
  }

  @Test func aFileThatTakesThePlaceBeginsWithNothing() throws {
    scratch.append("log", RecallTests.header + "1 a\n")
    var session = try session([scratch("log")], .fromStart)
    _ = session.read()
    scratch.append("log", "2 rest\n")
    scratch.rename("log", "log.1")
    scratch.append("log", "3 new\n")
    let reading = session.read()
    #expect(reading.text == "2 rest\n3 new\n")
    #expect(
      spans(reading) == [
        RecallTests.memory(after: RecallTests.header), RecallTests.knowledge.blank,
      ])
    try scratch.write("", to: "log")
    scratch.append("log", "4 emptied\n")
    #expect(spans(session.read()) == [RecallTests.knowledge.blank])
  }

  @Test func mergedLinesHaveTheMemoriesOfTheirFiles() throws {
    scratch.append("a", "#Fields: a\n1 a\n3 a\n#Fields: b\n5 a\n")
    scratch.append("b", "#Fields: x\n2 b\n4 b\n6 b\n")
    var session = try session([scratch("a"), scratch("b")], .replay)
    let reading = session.read()
    #expect(reading.text.filter(\.isNumber) == "123456")
    let batch = try #require(reading.batches.first)
    var known: [SourceName: SourceMemory] = [:]
    var start = 0
    for span in batch.spans {
      var memory = known[span.source] ?? RecallTests.knowledge.blank
      #expect(span.memory == memory)
      _ = RecallTests.knowledge.learn(
        batch.bytes.span.extracting(start..<span.end), &memory)
      known[span.source] = memory
      start = span.end
    }
    #expect(batch.spans.count > 4)
  }

  @Test func resumingKnowsTheColumns() throws {
    scratch.append("log", RecallTests.header + "1 a\n")
    var first = try session([scratch("log")], .fromStart)
    let positions = first.read().positions
    scratch.append("log", "2 b\n")
    #expect(positions.map(\.memory) == [RecallTests.memory(after: RecallTests.header)])
    // What is known is taken as it is; where it is not known, the file says it.
    for known in [RecallTests.memory(after: "#Fields: known\n"), nil] {
      var kept = positions
      kept[0].memory = known
      var second = try session([scratch("log")], .fromStart, resumeFrom: kept)
      let reading = second.read()
      #expect(reading.text == "2 b\n")
      #expect(spans(reading) == [known ?? RecallTests.memory(after: RecallTests.header)])
    }
  }
}

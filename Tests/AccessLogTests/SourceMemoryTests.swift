import TestSupport
import Testing

@testable import AccessLog

/// What is remembered of a source while its lines are read.
struct SourceMemoryTests {
  private static let hit = "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" 200 1"
  private static let columns = String(repeating: "08:10:30 10.0.0.1 200\n", count: 40)
  private static let header = "#Date: 2020-07-08 08:10:30\n#Fields: time c-ip sc-status"

  private static func memory(
    after lines: String, _ choice: FormatChoice = .auto
  ) -> SourceMemory {
    var memory = SourceMemory(choice)
    let bytes = Array(lines.utf8)
    unsafe memory.learn(bytes.span.bytes)
    return memory
  }

  @Test(arguments: [
    (hit, "common"), (header, "w3c"), ("#Fields: date time c-ip sc-status", "w3c"),
    ("\u{FEFF}#Fields: date time c-ip sc-status\r", "w3c"), ("# text\n\n\(header)", "w3c"),
    ("malformed\n\(header)", "w3c"), ("\(hit)\n\(header)", "common"),
    ("www.example.com \(hit)", "vhost"), ("\(hit) \"-\" \"curl\"", "combined"),
    ("\(hit)\n\(hit) \"-\" \"curl\"", "common"), ("# text\n\(hit)", "common"),
    ("#Fields: date time sc-status\n\(hit)", "common"),
    (" #Fields: date time c-ip sc-status", "common"),
    (String(repeating: "malformed\n", count: 1_000) + header, "w3c"),
    ("#Fields: time c-ip sc-status\nmalformed\n#Date: 2020-07-08", "w3c"),
    (String(repeating: "malformed\n", count: 1_000) + hit + "\n" + header, "w3c"),
    ("\(hit)\n\(header)\n\(columns)", "w3c"), ("\(hit)\n\(columns)", "common"),
  ])
  func formatIsThatOfTheFirstLines(lines: String, format: String) {
    let memory = SourceMemoryTests.memory(after: lines + "\n")
    #expect(memory.format.name == format)
  }

  @Test(arguments: LogFormat.all)
  func eachSampleIsFoundToBeOfItsFormat(format: LogFormat) {
    let memory = SourceMemoryTests.memory(after: format.sample)
    #expect(!format.isFound || memory.format == format && memory.finding?.format == format)
    var parser = LineParser(SourceMemoryTests.memory(after: format.sample, .named(format)))
    let last = format.sample.split(separator: "\n").last.map { Array($0.utf8) } ?? []
    guard case .hit = parser.parse(last, 0..<last.count) else {
      Issue.record("the last line of the sample of \(format.name) is no hit")
      return
    }
    for other in LogFormat.all where other.directives.isEmpty != format.directives.isEmpty {
      var stranger = LineParser(SourceMemoryTests.memory(after: format.sample, .named(other)))
      #expect(stranger.parse(last, 0..<last.count) == .malformed)
    }
  }

  @Test func whatIsNamedIsNotSearchedFor() {
    #expect(
      SourceMemoryTests.memory(after: SourceMemoryTests.header + "\n", .named(.common)).format
        == .common)
    let named = SourceMemoryTests.memory(after: SourceMemoryTests.hit + "\n", .named(.w3c))
    #expect(named.format == .w3c && !named.reader.isReady)
    #expect(named == SourceMemory(.named(.w3c)))
  }

  @Test func lastDirectiveOfItsKindIsInForce() {
    let memory = SourceMemoryTests.memory(
      after: SourceMemoryTests.header + "\n#Version: 1.0\n#Fields: date time c-ip sc-status\n")
    let directives = String(decoding: memory.header, as: UTF8.self).split(separator: "\n")
    #expect(directives == ["#Date: 2020-07-08 08:10:30", "#Fields: date time c-ip sc-status"])
  }

  /// Of a directive that is too long nothing is kept, and no line behind it is a hit.
  @Test func longDirectivesSayNothing() {
    let long = "#Fields: time c-ip sc-status" + String(repeating: " x", count: 5_000)
    let memory = SourceMemoryTests.memory(after: SourceMemoryTests.header + "\n" + long + "\n")
    #expect(memory.header.count < 100 && !memory.reader.isReady)
    let many = "#Fields: time c-ip sc-status" + String(repeating: " x", count: 62)
    #expect(
      !SourceMemoryTests.memory(after: SourceMemoryTests.header + "\n" + many + "\n").reader.isReady
    )
  }

  /// Lines whose beginnings look like directives, and all that changes a memory.
  private static func troubled(seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    let kinds = [
      header, "#Fields: date time c-ip sc-status", "#Date: 2020-07-09", "malformed", "#", "",
      "\u{0}\u{FEFF}#Fields: time sc-status c-ip", "x#Fields: time c-ip", "\u{FEFF}",
      hit, hit + " \"-\" \"x\"", "www.example.com " + hit,
      "#Software: x\r",
      "a # b # c", "\u{BB}#Date: 2020-07-10",
    ]
    var lines = (0..<random.below(200)).map { _ in kinds[random.below(kinds.count)] }
    if random.below(2) == 0 { lines.insert(hit, at: random.below(lines.count + 1)) }
    // A log whose format changes, perhaps more than once.
    for _ in 0..<random.below(5) {
      let line = [
        hit, "www.example.com " + hit, hit + " \"-\" \"x\"", "x", "08:10:30 10.0.0.1 200",
      ][random.below(5)]
      if random.below(3) == 0 { lines.append(header) }
      lines += Array(repeating: line, count: random.below(300))
    }
    return lines
  }

  /// A worker, which scans line by line, learns what the part learns that reads ahead; and either
  /// learns the same in any pieces.
  @Test(arguments: UInt64(1)...60)
  func isTheSameInAnyPieces(seed: UInt64) {
    let bytes = LogFixture.bytes(SourceMemoryTests.troubled(seed: seed))
    for choice in [FormatChoice.auto, .named(.w3c), .named(.common)] {
      var whole = SourceMemory(choice)
      let mayLearn = unsafe whole.learn(bytes.span.bytes)
      #expect(mayLearn)
      for size in [1, 100, 700] {
        var pieces = SourceMemory(choice)
        var scanner = LineScanner(memory: pieces, nameKey: 7)
        var records = Array(repeating: LineRecord(), count: 16)
        for chunk in LogFixture.chunks(bytes, size: size) {
          unsafe pieces.learn(chunk.span.bytes)
          var offset = 0
          while offset < chunk.count {
            _ = unsafe scanner.scan(
              chunk.span.bytes, from: &offset, to: chunk.count, into: &records)
          }
          #expect(scanner.memory == pieces)
        }
        #expect(pieces == whole)
      }
    }
  }

  @Test(arguments: [
    "", hit, header, "malformed", "#Software: x", "\u{FEFF}\(header)\r",
    String(repeating: "malformed\n", count: 100) + "#Date: 2020-07-08",
    String(repeating: "malformed\n", count: 1_000), "www.example.com " + hit,
    String(repeating: hit + "\n", count: 200)
      + String(repeating: "www.a.com \(hit)\n", count: 100),
    "\(hit)\n\n" + String(repeating: "x", count: 2_000) + "\nwww.a.com \(hit)\nx",
  ])
  func comesBackFromItsBytes(lines: String) {
    for choice in [FormatChoice.auto, .named(.w3c), .named(.common), .named(.combined)] {
      let memory = SourceMemoryTests.memory(after: lines + "\n", choice)
      #expect(SourceMemory(bytes: memory.bytes) == memory)
      #expect(memory.bytes.count <= SourceMemory.maximumBytes)
    }
  }

  @Test(arguments: [
    "", "w3c", "auto\n", "auto 101\n", "auto -1\n", "auto x\n", "JSON\n", "w3c 1\n", "w3c\nx\n",
    "w3c\n#Fields: a", "common\n#Fields: a\n", "w3c\n#Fields: a\n#Fields: b\n",
    "auto 5\n#Fields: date time c-ip sc-status\n", "auto\t1\t2\n", "auto\t0\t9999\t0\n",
    "auto\t0\t512\t300\n", "named\tJSON\n", "named\tcommon\n#Fields: a\n",
    "found\t0\t512\t0\n", "found\t0\t512\t0\tcommon\t1\t1\t\t\t1\n",
    "found\t0\t512\t0\tx\t1\t1\t\t\t0\n", "found\t0\t512\t0\tcommon\t1\t1\t\tvhost\t4\n",
    "found\t0\t512\t0\tcommon\t1\t1\tx\t\t0\n",
  ])
  func bytesOfNoMemoryAreRefused(bytes: String) {
    #expect(SourceMemory(bytes: Array(bytes.utf8)) == nil)
  }

  @Test(arguments: [
    ("common\n", "common"), ("w3c\n#Fields: a\n", "w3c"), ("auto 7\n", "common"),
  ])
  func bytesOfEarlierVersionsAreRead(bytes: String, format: String) {
    #expect(SourceMemory(bytes: Array(bytes.utf8))?.format.name == format)
  }

  /// The hits among lines that are read as a worker reads them, and the formats that were found.
  private static func read(_ lines: [String]) -> (hits: Int, found: [String]) {
    var scanner = LineScanner(memory: SourceMemory(), nameKey: 7)
    var records = Array(repeating: LineRecord(), count: 16)
    let bytes = LogFixture.bytes(lines)
    var offset = 0
    var hits = 0
    var found: [String] = []
    while offset < bytes.count {
      let count = unsafe scanner.scan(
        bytes.span.bytes, from: &offset, to: bytes.count, into: &records)
      hits += records[..<count].count { $0.isHit }
      if let name = scanner.memory.finding?.format.name, name != found.last { found.append(name) }
    }
    return (hits, found)
  }

  /// It takes a few dozen lines to notice that a log's configuration was changed, which are then read
  /// again by those who count them; lines before a format is known
  /// count.
  @Test(arguments: [1, 10, 500, 5_000])
  func aChangedFormatIsNoticed(before: Int) {
    let host = "www.example.com " + SourceMemoryTests.hit
    let (hits, found) = SourceMemoryTests.read(
      Array(repeating: SourceMemoryTests.hit, count: before) + Array(repeating: host, count: 5_000))
    #expect(found == ["common", "vhost"])
    let lost = before + 5_000 - hits
    #expect(lost >= SourceMemory.provingLines && lost <= 120, "\(lost) lines lost")
    let few = SourceMemoryTests.read([SourceMemoryTests.hit] + Array(repeating: host, count: 30))
    #expect(few.hits > 15)
  }

  /// Lines of another format that stand alone change nothing, nor do lines of no format.
  @Test func strangeLinesDoNotChangeTheFormat() {
    let hit = SourceMemoryTests.hit
    let host = "www.example.com " + hit
    let lines = (0..<3_000).flatMap { $0 % 7 == 3 ? [hit, host, host, host] : [hit] }
    #expect(SourceMemoryTests.read(lines).found == ["common"])
    let trouble = Array(repeating: "trouble", count: 20_000)
    #expect(SourceMemoryTests.read([hit] + trouble + [hit]) == (2, ["common"]))
    #expect(SourceMemoryTests.read(trouble + [host, host]).hits == 2)
  }

  @Test func linesAreReadWithTheMemoryOfTheirPlace() {
    let memories = ["a", "b", "c"].map {
      SourceMemoryTests.memory(after: "#Fields: \($0)\n", .named(.w3c))
    }
    var lines = SourceLines(Array(repeating: 0, count: 10), memory: memories[0])
    lines.record(memories[1], from: 4)
    lines.record(memories[1], from: 6)
    lines.record(memories[2], from: 7)
    #expect(lines.parts(in: 0..<10).map(\.range) == [0..<4, 4..<7, 7..<10])
    #expect(lines.parts(in: 2..<5).map(\.memory) == memories[...1].map(\.frozen))
    #expect(lines.parts(in: 4..<7).map(\.range) == [4..<7])
    #expect(lines.parts(in: 3..<3).isEmpty)
    lines.append(lines)
    #expect(
      lines.parts(in: 0..<20).map(\.range) == [0..<4, 4..<7, 7..<10, 10..<14, 14..<17, 17..<20])
    #expect(
      [0, 3, 4, 9, 10, 19].map { lines.memory(at: $0) }
        == [0, 0, 1, 2, 0, 2].map { memories[$0].frozen })
  }

  /// What was named is looked for in envelopes, and nothing else is.
  @Test(
    arguments: [
      (hit, "combined", nil), ("shop-1  | \(hit)", "common", "common in compose"),
      ("Jul  8 10:10:30 web1 nginx[7]: \(hit)", "common", "common in syslog"),
      ("2020-07-08T08:10:31.1Z stdout F \(hit)", "common", "common in cri"),
      ("2020-07-08T08:10:31.1Z stdout F \(hit)", "combined", nil),
      (
        "shop-1  | 10.0.0.1|404|2020-07-08T08:10:30Z", "$remote_addr|$status|$time_iso8601",
        "$remote_addr|$status|$time_iso8601 in compose"
      ),
      (
        #"{"log":"{\"ts\":1594195830,\"who\":\"10.0.0.1\",\"status\":200}\n","stream":"stdout","time":"x"}"#,
        "json:client=who", "json:client=who in docker"
      ),
      ("\(header)\n08:10:30 10.0.0.1 200", "common", nil),
    ] as [(String, String, String?)])
  func namedFormatsStandInEnvelopes(lines: String, named: String, read: String?) throws {
    let choice = try #require(FormatChoice(name: named))
    let memory = SourceMemoryTests.memory(after: lines + "\n", choice)
    #expect(memory.isFound == (read != nil) && memory.finding == nil)
    #expect(memory.format.name == read ?? named)
    #expect(SourceMemory(bytes: memory.bytes) == memory)
    // The first line is not lost to the search.
    var scanner = LineScanner(memory: SourceMemory(choice), nameKey: 7)
    var records = Array(repeating: LineRecord(), count: 8)
    var text = LineText(Array((lines + "\n" + lines + "\n").utf8))
    var offset = 0
    var hits = 0
    while offset < text.lineEnd {
      let count = scanner.scan(&text, from: &offset, to: text.lineEnd, into: &records)
      hits += records[..<count].count { $0.isHit }
    }
    #expect(hits == (read == nil ? 0 : 2))
  }

  @Test func namedFormatLeavesItsEnvelopeAgain() {
    let wrapped = String(repeating: "shop-1  | \(Self.hit)\n", count: 10)
    let plain = String(repeating: "\(Self.hit)\n", count: 400)
    let memory = SourceMemoryTests.memory(after: wrapped + plain, .named(.common))
    #expect(memory.format == .common && memory.isFound)
    #expect(SourceMemoryTests.memory(after: plain + wrapped, .named(.common)).isFound)
  }
}

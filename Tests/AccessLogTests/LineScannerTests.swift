import AccessLog
import TestSupport
import Testing

/// Lines that are laid out as nearly all are have a fast path through the scanner, if enough bytes
/// stand behind them: whatever the line, its record has to be the same as without.
@Suite struct LineScannerTests {
  private static let clients = [
    "10.0.0.1", "h", "255.255.255.255", "2001:db8:85a3::8a2e:370:7334", "#10.0.0.1", "", "-",
    "10.0.0.1:80", "1.2.3", "1.2.3.4.5", "1..2.3", "1.2.3.", ".1.2.3.4", "1234.1.1.1", "1.1.1.1234",
    "10.0.0.1,", "12345", "10:10:30", "[::1]", "\u{0}10.0.0.1", "\u{FEFF}10.0.0.1", "1.2.3.a",
    "fe80::1%eth0\t10.0.0.2",
    "1000.1000.1000.1", "100.1000.1000.1",
    "::1",
    "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", ":1::2", "1::2:", "::",
    ":::",
    "12345::1", "fe80::1%eth0", "::ffff:1.2.3.4", "a:b", "ABCD::ef", "1::g", "1::",
    "1:2:3:4:5:6:7::",
    "::2:3:4:5:6:7:8", "1::3:4:5:6:7:8", "1:2:3:4:5:6:7:", "a.b", "a..b", "1.b", "a.1",
    String(repeating: "a", count: 16), String(repeating: "b", count: 47),
    String(repeating: "c", count: 48), String(repeating: "d", count: 100),
  ]
  private static let names = [
    " - - ", " - - ", " - - ", " - ada ", " ident - ", " - -  ", "  ", " - ",
    "\t- - ", " 10.0.0.2 - - ", " - -\t", ", 10.0.0.2 - - ",
    " - ada lovelace ", " - a\"b ", " - \" ", " - [x ", " - a[b ", " - [ ", " - fourteen-bytes ",
    " - fifteen---bytes ", " - \t ", " - a\tb ", " -  ada ", " - 10.0.0.2 ", " - ada\t",
    " - a\t[08/Jul/2020:08:10:30 ",
  ]
  private static let times = [
    "[08/Jul/2020:08:10:30 +0000] ", "[08/Jul/2020:08:10:30 +0000] ",
    "[08/Jul/2020:08:10:31 +0200] ", "[08/Jul/2020:08:10:30 +0000]", "[yesterday] ",
  ]
  private static let methods = [
    "GET", "GET", "GET", "POST", "PUT", "HEAD", "PATCH", "DELETE", "OPTIONS", "TRACE", "get",
    "GE\\\"T", "PROPFIND", "CHECKIN", "A", "Z", "GET@", "GET[", "P\u{8}T", "",
  ]
  private static let targets = [
    "/", "/a", "/a/b", "/a?b", "/a#b", "/?", "//", "/pages/create", "*", "a", "", "/a b",
    "http://my.site.com/a", "/\\\"quoted\\\"", "/ends-with-\\\\", "/caf%C3%A9/x",
    "/fourteen-bytes/x", "/fifteen--bytes", "/sixteen---bytes", "/seventeen--bytes",
    "/" + String(repeating: "x", count: 300) + "/y", " /a", "/a ", "/a  ", "/a b ",
  ]
  private static let versions = [
    " HTTP/1.1", " HTTP/1.1", " HTTP/2.0", " HTTP/1.10", " HTTP/x.1", " HTTP/1.x", "HTTP/1.1", "",
    " HTTP/2", "  HTTP/1.1", " HTTP/1.1 ", " HTTP/3 ",
  ]
  private static let statuses = ["200", "200", "404", "000", "999", "20", "2000", "2x0", "-"]
  private static let sizes = [
    "0", "7", "1234", "999999", "9999999", "12345678", "123456789012345678901", "-", "", "12x", "x",
    "--", "1,024", "\"17\"", "0.050", " 12", "\t7", "-5",
  ]
  private static let rests = [
    "", " ", " \"-\" \"curl/8.5.0\"", " \"a \\\" b\" \"\"", " \"unfinished", "\r", " \"-\" \"x\"\r",
  ]
  /// What stands behind a line must not matter; it is what a line could go on with.
  private static let behind = Array(
    String(repeating: "\" 200 12 ] GET / HTTP/1.1 - ", count: 12).utf8)

  private var random = SeededRandom(seed: 4)

  @Test mutating func aLineWithBytesBehindItHasTheSameRecord() {
    for format in [LogFormat.common, .combined] {
      var alone = LineScanner(format: format, nameKey: 7)
      var followed = LineScanner(format: format, nameKey: 7)
      for _ in 0..<20_000 {
        let line = damaged(makeLine())
        let end = random.below(2) == 0 ? [UInt8(ascii: "\n")] : []
        let behind = LineScannerTests.behind.prefix(random.below(LineScannerTests.behind.count))
        let expected = LineScannerTests.record(of: line + end, behind: [], &alone)
        let record = LineScannerTests.record(of: line + end, behind: Array(behind), &followed)
        #expect(record == expected, "\(String(decoding: line, as: UTF8.self))")
      }
    }
  }

  /// What a line could go on with stands behind its end, as far as it is looked at, or not as far.
  @Test(arguments: ["10.0.0.1", String(repeating: "h", count: 47)], [0, 159, 160, 161, 300])
  func aLineEndsWhereItEnds(client: String, behind: Int) {
    let full = Array(
      (client + " - - [08/Jul/2020:08:10:30 +0000] \"GET /a/b HTTP/1.1\" 200 1234567 \"-\"").utf8)
    var alone = LineScanner(nameKey: 7)
    var followed = LineScanner(nameKey: 7)
    // Both know the time then.
    _ = LineScannerTests.record(of: full, behind: [], &alone)
    _ = LineScannerTests.record(of: full, behind: [], &followed)
    for count in 1...full.count {
      let rest = Array((full[count...] + LineScannerTests.behind).prefix(behind))
      let line = Array(full.prefix(count))
      let expected = LineScannerTests.record(of: line, behind: [], &alone)
      let record = LineScannerTests.record(of: line, behind: rest, &followed)
      #expect(record == expected, "\(String(decoding: line, as: UTF8.self))")
    }
  }

  @Test func aLineThatIsTooLongIsMalformedWhateverStandsBehindIt() {
    let start = Array("10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" 200 1 ".utf8)
    var scanner = LineScanner(nameKey: 7)
    for count in [start.count, LineParser.maximumLength, LineParser.maximumLength + 1] {
      let line = start + Array(repeating: UInt8(ascii: "x"), count: count - start.count)
      let record = LineScannerTests.record(of: line, behind: LineScannerTests.behind, &scanner)
      let isMalformed = record == "\(LineRecord.malformed)"
      #expect(isMalformed == (count > LineParser.maximumLength))
    }
  }

  /// Lines of an ordinary log take the fast path: all but the first, whose time is not known yet, and
  /// those with too little behind them.
  @Test func ordinaryLinesTakeTheFastPath() {
    let clients = [
      "10.0.0.1 - -", "203.0.113.255 - -", "2001:db8:85a3::8a2e:370:7334 - -",
      "a.example.com - -", "- - -", "10.0.0.1 - ada", "10.0.0.1 - fourteen-bytes",
    ]
    let requests = ["GET /pages/create?x=1", "POST /", "DELETE /a/b", "HEAD /fifteen--bytes"]
    let endings = ["1234 \"-\" \"curl/8.5.0\"", "-", "0 \"-\" \"-\" 12", "9999999"]
    var log = ""
    var lines = 0
    for client in clients {
      for request in requests {
        for ending in endings {
          log +=
            "\(client) [08/Jul/2020:08:10:30 +0000] \"\(request) HTTP/1.1\" 200 \(ending)\n"
          lines += 1
        }
      }
    }
    var records = Array(repeating: LineRecord(), count: lines + 10)
    var scanner = LineScanner(nameKey: 7)
    var start = 0
    let bytes = Array(log.utf8)
    let count = unsafe scanner.scan(
      bytes.span.bytes, from: &start, to: bytes.count, into: &records)
    #expect(count == lines)
    #expect((1...5).contains(scanner.unusualLines))
  }

  private mutating func makeLine() -> [UInt8] {
    let lists = LineScannerTests.self
    let request = one(of: lists.methods) + " " + one(of: lists.targets) + one(of: lists.versions)
    let quoted = random.below(20) == 0 ? "-" : "\"" + request + "\""
    let front = one(of: lists.clients) + one(of: lists.names) + one(of: lists.times)
    let back = " " + one(of: lists.statuses) + " " + one(of: lists.sizes) + one(of: lists.rests)
    return Array((front + quoted + back).utf8)
  }

  /// The first of a list is what it is most often.
  private mutating func one(of texts: [String]) -> String {
    random.below(3) > 0 ? texts[0] : texts[random.below(texts.count)]
  }

  /// A line that has a few bytes more, fewer or changed; every other line as it is.
  private mutating func damaged(_ line: [UInt8]) -> [UInt8] {
    guard random.below(2) == 0 else { return line }
    var bytes = line
    for _ in 0...random.below(3) {
      let place = random.below(bytes.count)
      let byte = random.below(3) > 0 ? bytes[random.below(bytes.count)] : UInt8(random.below(256))
      switch random.below(4) {
      case 0: bytes.insert(byte, at: place)
      case 1: bytes.remove(at: place)
      case 2: bytes.removeLast(min(bytes.count - 1, random.below(4)))
      default: bytes[place] = byte
      }
    }
    bytes.removeAll { $0 == UInt8(ascii: "\n") }
    return bytes.isEmpty ? line : bytes
  }

  /// What the scanner says of a line, with or without its newline, as text.
  private static func record(
    of line: [UInt8], behind: [UInt8], _ scanner: inout LineScanner
  ) -> String {
    var records = [LineRecord()]
    var start = 0
    let count = unsafe scanner.scan(
      (line + behind).span.bytes, from: &start, to: line.count, into: &records)
    #expect(count == 1 && start == line.count)
    // Of what is no hit, nothing else is said.
    guard records[0].isHit else { return "\(records[0].status)" }
    // Nor does it matter how it was read.
    records[0].isUsual = false
    records[0].hasNamedClient = false
    return "\(records[0])"
  }
}

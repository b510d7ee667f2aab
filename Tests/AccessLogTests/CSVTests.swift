import Testing

@testable import AccessLog

/// What comma-separated values say.
struct CSVTests {
  private static let header = #""remotehost","rfc931","authuser","date","request","status","bytes""#

  private static func read(_ line: String, below header: String = header) -> DecodedHit? {
    DecodedHit(header + "\n" + line, .csv)
  }

  @Test func lineHasAllItsFields() throws {
    let read = try #require(
      CSVTests.read(#""10.0.0.2","-","apache",1549573860,"GET /api/user HTTP/1.0",200,1234"#))
    #expect(read.client == "10.0.0.2" && read.user == "apache" && read.hit.status == 200)
    #expect(read.hit.instant.seconds == 1_549_573_860 && read.hit.responseBytes == 1234)
    #expect(read.method == "GET" && read.target == "/api/user" && read.section == "/api")
  }

  @Test(
    arguments: [
      (#"10.0.0.2,-,,1549573860,GET /a HTTP/1.0,200,"#, "/a"),
      (#"10.0.0.2,-,-,1549573860,"GET /a,b HTTP/1.0",200,0"#, "/a,b"),
      (#"10.0.0.2,-,-,1549573860,"GET /a""b HTTP/1.0",200,0"#, #"/a"b"#),
      (#"10.0.0.2,-,-,1549573860,"",200,0"#, "-"),
      (#"10.0.0.2,-,-,1549573860,GET /a HTTP/1.0,200"#, nil),
      (#"10.0.0.2,-,-,1549573860,GET /a HTTP/1.0,200,0,0"#, nil),
      (#"10.0.0.2,-,-,1549573860,"GET /a HTTP/1.0,200,0"#, nil),
      (#"10.0.0.2,-,-,1549573860,"GET /a"x,200,0"#, nil), ("", nil), (",,,,,,", nil),
      (#"10.0.0.2,-,-,x,GET /a HTTP/1.0,200,0"#, nil),
    ] as [(String, String?)])
  func valuesMayBeQuoted(line: String, target: String?) {
    #expect(CSVTests.read(line).map { $0.target ?? "-" } == target)
  }

  @Test(arguments: [
    "time,remote_addr,status,method,uri", "TIME;Remote_Addr;STATUS;Method;uri",
    "x,time,client_ip,status,y,z",
  ])
  func namesMayBeOthersInAnyOrder(header: String) {
    let values = [
      "time": "1549573860", "remote_addr": "10.0.0.2", "client_ip": "10.0.0.2", "status": "404",
    ]
    let separator: Character = header.contains(";") ? ";" : ","
    let line = header.split(separator: separator).map { values[$0.lowercased()] ?? "" }
    let read = CSVTests.read(line.joined(separator: String(separator)), below: header)
    #expect(read?.hit.status == 404 && read?.client == "10.0.0.2")
  }

  /// The header is remembered, told by its names, and counts as a directive.
  @Test func headerIsRememberedWhateverComesBeforeIt() throws {
    let row = #""10.0.0.2","-","-",1549573860,"GET /a HTTP/1.0",200,7"#
    for choice in [FormatChoice.auto, .named(.csv)] {
      var memory = SourceMemory(choice)
      let before = Array("\nnonsense,x\n\(CSVTests.header)\r\n\(row)\n".utf8)
      unsafe memory.learn(before.span.bytes)
      #expect(memory.format == .csv && memory.isSettled)
      #expect(memory.header == Array((CSVTests.header + "\n").utf8))
      #expect(SourceMemory(bytes: memory.bytes) == memory)
      var parser = LineParser(memory)
      var text = LineText(Array(row.utf8))
      guard case .hit = parser.parse(&text, 0..<text.lineEnd) else {
        Issue.record("no hit behind the header")
        continue
      }
      var first = LineParser(SourceMemory(choice))
      var header = LineText(Array(CSVTests.header.utf8))
      #expect(first.parse(&header, 0..<header.lineEnd) == .comment)
    }
  }

  @Test(arguments: [
    "a,b,c", "time,status", "time,remote_addr", "", "time remote_addr status", "\"time",
  ])
  func otherLinesAreNoHeader(line: String) {
    var memory = SourceMemory(.named(.csv))
    let bytes = Array((line + "\n").utf8)
    unsafe memory.learn(bytes.span.bytes)
    #expect(memory.header.isEmpty && !memory.isSettled)
  }
}

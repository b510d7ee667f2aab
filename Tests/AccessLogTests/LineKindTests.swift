import AccessLog
import Testing

struct LineKindTests {
  @Test
  func readsEveryFieldOfACommonLine() {
    let line =
      #"10.223.157.186 id frank [08/Jul/2020:10:10:30 +0200] "GET /pages/create?x=1 HTTP/1.0" 200 1375"#
    let parsed = ParsedLine(line)
    #expect(parsed?.client == "10.223.157.186")
    #expect(parsed?.identity == "id")
    #expect(parsed?.user == "frank")
    #expect(parsed?.instant == 1_594_195_830)
    #expect(parsed?.method == "GET")
    #expect(parsed?.target == "/pages/create?x=1")
    #expect(parsed?.httpVersion == "HTTP/1.0")
    #expect(parsed?.section == "/pages")
    #expect(parsed?.status == 200)
    #expect(parsed?.responseBytes == 1375)
    #expect(parsed?.rest == "")
  }

  @Test(arguments: [
    "#", "# comment", "#Version: 1.0",
    ##"#192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET /" 200 1"##,
  ])
  func lineThatBeginsWithANumberSignIsAComment(line: String) {
    #expect(parse(line) == .comment)
    #expect(parse(line, format: .combined) == .comment)
  }

  @Test
  func commentIsOneAtAnyLength() {
    let line = [UInt8(ascii: "#")] + [UInt8](repeating: 0, count: 2 * LineParser.maximumLength)
    #expect(parse(line) == .comment)
  }

  @Test
  func lineWithoutBytesIsEmpty() {
    #expect(parse("") == .empty)
    #expect(parse(" ") == .malformed)
  }

  @Test(arguments: [
    // No client.
    #" - - [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    #"[08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    "192.0.2.1",
    // Fewer than three words before the time.
    #"192.0.2.1 [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 - [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 -  [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1     [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    // No valid time.
    #"192.0.2.1 - - "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 - - [] "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200 "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 - - 08/Jul/2020:10:10:30 +0200 "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 - -[08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1" 200 1"#,
    #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200]"GET / HTTP/1.1" 200 1"#,
    // No request field, or one without an end.
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200]",
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] ",
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] -",
    #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] ""#,
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] 200 1",
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] GET / 200 1",
    #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1 200 1"#,
    #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET /\" 200 1"#,
    // The time that the line has is another one; clients choose what stands in a target.
    #"192.0.2.1 - - [Sat, 28 Nov 2026 16:00:00 GMT] "GET /x [01/Jan/2001:00:00:00 +0000] "GET /fake HTTP/1.1" 200 5"#,
    #"192.0.2.1 - - 2020-07-08 "GET /x [01/Jan/2001:00:00:00 +0000] "GET /fake HTTP/1.1" 200 5"#,
    // Not an access log.
    "Jul  8 10:10:30 host systemd[1]: Started nginx.service.",
    #"{"time":"2020-07-08T08:10:30Z","status":200}"#,
    "\u{0}", "-", "\r", "[", "\"",
  ])
  func lineWithoutClientTimeOrStatusIsMalformed(line: String) {
    #expect(parse(line) == .malformed)
  }

  @Test
  func longestLineIsAHitAndOneByteMoreIsMalformed() {
    let padding = LineParser.maximumLength - line(request: "GET / HTTP/1.1").utf8.count
    let path = String(repeating: "a", count: padding)
    #expect(LineParser.maximumLength == 64 * 1024)
    #expect(ParsedLine(line(request: "GET /\(path) HTTP/1.1"))?.section == "/" + path)
    #expect(parse(line(request: "GET /\(path)a HTTP/1.1")) == .malformed)
  }

  @Test
  func readsOnlyTheBytesOfItsLine() {
    let log = Array("garbage\n\(line(ending: " 200 12"))345 \"-\"".utf8)
    var parser = LineParser()
    let start = 8
    let end = log.count - 7
    guard case .hit(let hit) = parser.parse(log, start..<end) else {
      Issue.record("no hit")
      return
    }
    #expect(hit.responseBytes == 12)
    #expect(hit.client.lowerBound == start)
    #expect(hit.rest == end..<end)
  }

  @Test(arguments: [
    line(ending: " 200 12"), line(request: "-"), line(ending: " 20"),
    "\u{0}\u{FEFF}" + line(ending: " 200 12"), line(time: "no time"),
    "# comment", "",
  ])
  func instantByItselfIsThatOfTheHit(line: String) {
    for format in [LogFormat.common, .combined] {
      var parser = LineParser(format: format)
      let instant = parser.instant(Array(line.utf8), 0..<line.utf8.count)
      #expect(instant?.seconds == ParsedLine(line, format: format)?.instant)
    }
  }

  @Test
  func carriageReturnIsLeftToWhatSplitsTheLines() {
    // It would make the last field another one.
    #expect(parse(line(ending: " 200 12\r")) == .malformed)
  }
}

import AccessLog
import Testing

struct RequestTests {
  @Test(arguments: [
    ("GET / HTTP/1.1", "GET", "/", "HTTP/1.1"),
    ("GET / HTTP/2.0", "GET", "/", "HTTP/2.0"),
    ("GET /a b/c HTTP/1.1", "GET", "/a b/c", "HTTP/1.1"),
    ("GET /a HTTP/1.1 HTTP/1.1", "GET", "/a HTTP/1.1", "HTTP/1.1"),
    ("GET /", "GET", "/", ""),
    ("GET /index.html", "GET", "/index.html", ""),
    ("GET / HTTP/2", "GET", "/", "HTTP/2"),
    ("GET / HTTP/3", "GET", "/", "HTTP/3"),
    ("GET / HTTP/", "GET", "/ HTTP/", ""),
    ("GET / HTTP/x", "GET", "/ HTTP/x", ""),
    ("GET / HTTP/1.10", "GET", "/ HTTP/1.10", ""),
    ("GET / HTTP/11", "GET", "/ HTTP/11", ""),
    ("GET /HTTP/2", "GET", "/HTTP/2", ""),
    ("GET HTTP/2", "GET", "HTTP/2", ""),
    ("GET /a HTTP/1.1 HTTP/2", "GET", "/a HTTP/1.1", "HTTP/2"),
    ("GET / http/1.1", "GET", "/ http/1.1", ""),
    ("GET / HTTP/x.1", "GET", "/ HTTP/x.1", ""),
    ("GET / HTTP/1.x", "GET", "/ HTTP/1.x", ""),
    ("GET / HTTP/1,1", "GET", "/ HTTP/1,1", ""),
    ("GET /HTTP/1.1", "GET", "/HTTP/1.1", ""),
    ("GET HTTP/1.1", "GET", "HTTP/1.1", ""),
    ("GET  /", "GET", "/", ""),
    (" GET /a HTTP/1.1", "GET", "/a", "HTTP/1.1"),
    ("GET   /a HTTP/1.1", "GET", "/a", "HTTP/1.1"),
    ("GET /a  HTTP/1.1", "GET", "/a", "HTTP/1.1"),
    ("GET /a HTTP/1.1 ", "GET", "/a", "HTTP/1.1"),
    ("  GET  /a  b  HTTP/2  ", "GET", "/a  b", "HTTP/2"),
    ("GET  HTTP/1.1", "GET", "HTTP/1.1", ""),
    ("GET /a ", "GET", "/a", ""),
    ("OPTIONS * HTTP/1.1", "OPTIONS", "*", "HTTP/1.1"),
    ("CONNECT host:443 HTTP/1.1", "CONNECT", "host:443", "HTTP/1.1"),
    ("PROPFIND /dav HTTP/1.1", "PROPFIND", "/dav", "HTTP/1.1"),
    ("get / HTTP/1.1", "get", "/", "HTTP/1.1"),
    ("M-SEARCH * HTTP/1.1", "M-SEARCH", "*", "HTTP/1.1"),
    ("!#$%&'*+-.^_`|~0aZ / HTTP/1.1", "!#$%&'*+-.^_`|~0aZ", "/", "HTTP/1.1"),
    (
      "GET http://my.site.com/pages/create HTTP/1.1", "GET", "http://my.site.com/pages/create",
      "HTTP/1.1"
    ),
    // Apache escapes a quote and a backslash by a backslash, nginx by their numbers.
    (#"GET /a\"b HTTP/1.1"#, "GET", #"/a\"b"#, "HTTP/1.1"),
    (#"GET /a\\ HTTP/1.1"#, "GET", #"/a\\"#, "HTTP/1.1"),
    (#"GET /a\\"#, "GET", #"/a\\"#, ""),
    (#"GET /a\\\"b HTTP/1.1"#, "GET", #"/a\\\"b"#, "HTTP/1.1"),
    (#"GET /a\x22b\x5Cc HTTP/1.1"#, "GET", #"/a\x22b\x5Cc"#, "HTTP/1.1"),
    (#"GET /\" 200 5 \"x HTTP/1.1"#, "GET", #"/\" 200 5 \"x"#, "HTTP/1.1"),
    (
      "GET /[08/Jul/2020:10:10:31 +0200] HTTP/1.1", "GET", "/[08/Jul/2020:10:10:31 +0200]",
      "HTTP/1.1"
    ),
    ("GET /\u{0}\u{1B}[31m\u{202E}é HTTP/1.1", "GET", "/\u{0}\u{1B}[31m\u{202E}é", "HTTP/1.1"),
  ])
  func requestIsAMethodATargetAndPerhapsAVersion(
    request: String, method: String, target: String, version: String
  ) {
    let parsed = ParsedLine(line(request: request))
    #expect(parsed?.method == method)
    #expect(parsed?.target == target)
    #expect(parsed?.httpVersion == version)
    #expect(parsed?.status == 200)
  }

  @Test(arguments: [
    "-", "", " ", "   ", "GET", "GET ", "  GET  ", " / HTTP/1.1", "/ HTTP/1.1", "\t",
    #"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"#,
    "\u{16}\u{3}\u{1}\u{0}", "{GET} / HTTP/1.1", "GET\t/ HTTP/1.1", "GET/ HTTP/1.1",
    "GÉT / HTTP/1.1",
    #"\n"#, "()", "(GET) /", "- - -", "- /a HTTP/1.1", "- http://localhost HTTP/1.0",
  ])
  func lineWithoutAUsableRequestIsStillAHit(request: String) {
    let parsed = ParsedLine(line(request: request))
    #expect(parsed != nil)
    #expect(parsed?.method == nil)
    #expect(parsed?.section == "-")
    #expect(parsed?.status == 200)
    #expect(parsed?.responseBytes == 1375)
  }

  /// Servers that escape nothing write the quotes of a target as they came.
  @Test(arguments: [
    (#"GET /q"uote HTTP/1.1"#, #"/q"uote"#, "/q\"uote"),
    (#"GET /a" b"/c HTTP/2"#, #"/a" b"/c"#, #"/a" b""#),
    (#"GET "/ HTTP/1.0"#, #""/"#, #""/"#),
  ])
  func quotesThatAreNotEscapedArePartsOfTheTarget(request: String, target: String, section: String)
  {
    let parsed = ParsedLine(line(request: request))
    #expect(parsed?.target == target && parsed?.section == section)
    #expect(parsed?.status == 200 && parsed?.responseBytes == 1375)
  }

  /// What stands in a later field is never taken for the status.
  @Test(arguments: [
    #"GET / HTTP/1.1" - - "-" "x" 200 5"#, #"GET / HTTP/1.1" x "GET / HTTP/1.1"#, #"GET /" x"#,
  ])
  func laterQuotesEndARequestOnlyBehindItsProtocol(request: String) {
    let text = #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "\#(request)"#
    #expect(parse(text) == .malformed)
  }

  @Test
  func dashWithoutQuotesIsNoUsableRequest() {
    let parsed = ParsedLine("192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] - 408 7")
    #expect(parsed?.section == "-")
    #expect(parsed?.status == 408)
    #expect(parsed?.responseBytes == 7)
    #expect(parsed?.instant == 1_594_195_830)
  }

  @Test
  func requestMayHoldBytesThatAreNotUTF8() {
    let start = Array(#"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET /"#.utf8)
    let line = start + [0xC3, 0x28, 0xFF, 0x00, 0x80] + Array(#"/x HTTP/1.1" 404 0"#.utf8)
    guard case .hit(let hit) = parse(line), let request = hit.request else {
      Issue.record("no request")
      return
    }
    #expect(hit.status == 404)
    let section = Section(of: request.target, in: line)
    #expect(
      section.name(in: line) == [UInt8(ascii: "/"), 0xC3, 0x28, 0xFF, 0x00, 0x80])
  }
}

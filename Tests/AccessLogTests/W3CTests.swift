import AccessLog
import Testing

/// What lines of W3C Extended logs say.
struct W3CTests {
  /// The first hit behind directives, with texts in place of ranges; `nil` if no line is one.
  private struct Read {
    var hit: Hit
    private var bytes: [UInt8]

    init?(_ log: String, _ choice: FormatChoice = .named(.w3c)) {
      var memory = SourceMemory(choice)
      for line in log.split(separator: "\n", omittingEmptySubsequences: true) {
        let bytes = Array(line.utf8)
        var parser = LineParser(memory)
        if case .hit(let hit) = parser.parse(bytes, 0..<bytes.count) {
          self.hit = hit
          self.bytes = bytes
          return
        }
        unsafe memory.learn((bytes + [UInt8(ascii: "\n")]).span.bytes)
      }
      return nil
    }

    func text(_ range: Range<Int>?) -> String? {
      range.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    var referrer: String? { text(hit.referrer(in: bytes)) }
    var userAgent: String? { text(hit.userAgent(in: bytes)) }
  }

  private static func read(_ fields: String, _ line: String) -> Read? {
    Read("#Software: Microsoft IIS\n#Fields: \(fields)\n\(line)\n")
  }

  @Test func iisLineHasAllItsFields() throws {
    let read = try #require(Read(LogFormat.w3c.sample))
    #expect(read.hit.instant.seconds == 1_594_195_830)
    #expect(read.text(read.hit.client) == "192.0.2.1")
    #expect(read.text(read.hit.user) == "ada")
    #expect(read.text(read.hit.request?.method) == "GET")
    #expect(read.text(read.hit.request?.target) == "/pages/create")
    #expect(read.text(read.hit.request?.query) == "id=5")
    #expect(read.text(read.hit.request?.httpVersion) == "")
    #expect(read.hit.status == 200 && read.hit.responseBytes == 1375)
    #expect(read.userAgent == "Mozilla/5.0+(Windows+NT+10.0)")
    #expect(read.referrer == "http://example.com/")
    #expect(read.hit.details.duration == .milliseconds(15))
    #expect(read.hit.details.virtualHost == nil && read.hit.details.server == nil)
  }

  @Test func fieldsOfOtherServersAreRead() throws {
    let read = try #require(
      Read(
        """
        #Fields: date time cs(Host) s-computername x-forwarded-for cs-protocol-version cs-uri time-taken \
        c-ip sc-status cs-method cs(User-Agent)
        2020-07-08\t08:10:30.75\tshop.example.org\tWEB1\t203.0.113.9\tHTTP/2\t/a?b=1\t0.25\t\
        192.0.2.1\t404\tPOST\t"Mozilla ""5"" x"
        """))
    #expect(read.hit.instant.seconds == 1_594_195_830)
    #expect(read.text(read.hit.details.virtualHost) == "shop.example.org")
    #expect(read.text(read.hit.details.server) == "WEB1")
    #expect(read.text(read.hit.details.forwardedFor) == "203.0.113.9")
    #expect(read.text(read.hit.request?.target) == "/a?b=1")
    #expect(read.hit.request?.query == nil)
    #expect(read.text(read.hit.request?.httpVersion) == "HTTP/2")
    #expect(read.hit.details.duration == .milliseconds(250))
    #expect(read.userAgent == #"Mozilla ""5"" x"#)
    #expect(read.hit.responseBytes == 0)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::1"), ("fe80::1%12", "fe80::1%12"),
    ("[2001:db8::1]", "2001:db8::1"), ("192.0.2.1:50123", "192.0.2.1"),
    ("[2001:db8::1]:443", "2001:db8::1"), ("client.example.net", "client.example.net"), ("-", "-"),
    ("443", nil), ("192.0.2.1,10.0.0.1", nil), ("/index.html", nil), ("192.0.2.1:", nil),
  ])
  func clientIsWithoutPortAndBrackets(value: String, client: String?) {
    let read = W3CTests.read("date time c-ip sc-status", "2020-07-08 08:10:30 \(value) 200")
    #expect(read.flatMap { $0.text($0.hit.client) } == client)
  }

  @Test(arguments: [
    "2020-07-08 08:10:30 192.0.2.1 200", "2020-07-08  08:10:30 192.0.2.1\t200 ",
    "2020-07-08 08:10 192.0.2.1 200", "2020-02-29 08:10:60 192.0.2.1 999",
  ])
  func hitIsOneWhateverStandsBetweenItsColumns(line: String) {
    #expect(W3CTests.read("date time c-ip sc-status", line) != nil)
  }

  @Test(arguments: [
    "2020-07-08 08:10:30 192.0.2.1", "2020-07-08 08:10:30 192.0.2.1 200 0", "-",
    "2020-13-08 08:10:30 192.0.2.1 200", "2019-02-29 08:10:30 192.0.2.1 200",
    "2020-07-00 08:10:30 192.0.2.1 200", "2020-7-8 08:10:30 192.0.2.1 200",
    "2020-07-08 24:10:30 192.0.2.1 200", "2020-07-08 08:10:61 192.0.2.1 200",
    "2020-07-08 08:1O:30 192.0.2.1 200", "2020-07-08 08:10:30. 192.0.2.1 200",
    "- 08:10:30 192.0.2.1 200", "2020-07-08 - 192.0.2.1 200", "2020-07-08 08:10:30 192.0.2.1 20",
    "2020-07-08 08:10:30 192.0.2.1 2000", "2020-07-08 08:10:30 192.0.2.1 -",
    "2020-07-08 08:10:30 \"192.0.2.1 x\" 200", "08:10:30 2020-07-08 192.0.2.1 200",
  ])
  func lineThatLacksAFieldIsMalformed(line: String) {
    #expect(W3CTests.read("date time c-ip sc-status", line) == nil)
  }

  @Test(arguments: [("-", 0), ("0", 0), ("1234567", 1_234_567), ("123456789012", 123_456_789_012)])
  func bytesAreANumber(value: String, bytes: Int) {
    let line = "2020-07-08 08:10:30 192.0.2.1 200 "
    let read = W3CTests.read("date time c-ip sc-status sc-bytes", line + value)
    #expect(read?.hit.responseBytes == bytes)
    #expect(W3CTests.read("date time c-ip sc-status sc-bytes", line + "12x") == nil)
    let large = W3CTests.read(
      "date time c-ip sc-status sc-bytes", line + String(repeating: "9", count: 25))
    #expect(large?.hit.responseBytes == .max)
  }

  @Test(arguments: [
    ("GET /a", true), ("- /a", false), ("GET -", false), ("G\"T /a", false), ("PROPFIND /a", true),
  ])
  func requestNeedsAMethodAndATarget(request: String, isRequest: Bool) {
    let read = W3CTests.read(
      "date time c-ip sc-status cs-method cs-uri-stem",
      "2020-07-08 08:10:30 192.0.2.1 400 "
        + request)
    #expect(read != nil)
    #expect((read?.hit.request != nil) == isRequest)
  }

  /// The `#Date:` of a header says the date of lines that state none, and midnight may pass.
  @Test(arguments: [
    ("2020-07-08 08:10:30", "08:10:31", 1_594_195_831),
    ("2020-07-08 08:10:30", "07:30:00", 1_594_193_400),
    ("2020-07-08 23:50:00", "23:49:59", 1_594_252_199),
    ("2020-07-08 23:50:00", "00:00:01", 1_594_252_801),
    ("2020-07-08 00:00:05", "23:59:59", 1_594_252_799), ("2020-07-08", "08:10:30", 1_594_195_830),
  ])
  func dateMayStandInADirective(date: String, time: String, instant: Int) {
    let read = Read("#Date: \(date)\n#Fields: time c-ip sc-status\n\(time) 192.0.2.1 200\n")
    #expect(read?.hit.instant.seconds == instant)
    #expect(Read("#Fields: time c-ip sc-status\n\(time) 192.0.2.1 200\n") == nil)
  }

  /// Of a whole number from a server that is not IIS nothing tells the unit.
  @Test(arguments: [
    ("#Software: Microsoft IIS", "15", Duration.milliseconds(15)), ("#Software: x", "15", nil),
    ("#Software: x", "0.015", .milliseconds(15)), ("#Software: x", "1.5", .milliseconds(1_500)),
    ("#Software: x", "-", nil), ("#Software: x", "x", nil), ("#Version: 1.0", "15", nil),
  ])
  func durationHasTheUnitOfTheServer(directive: String, value: String, duration: Duration?) {
    let read = Read(
      "\(directive)\n#Fields: date time c-ip sc-status time-taken\n"
        + "2020-07-08 08:10:30 192.0.2.1 200 \(value)\n")
    #expect(read != nil && read?.hit.details.duration == duration)
  }

  /// A client chooses its agent: it must not keep a hit of IIS, which quotes nothing, from being
  /// counted, nor move another field.
  @Test func quotesOfClientsAreDataWhereNothingIsQuoted() {
    let fields = "date time c-ip cs(User-Agent) cs(Referer) sc-status"
    let read = W3CTests.read(fields, "2020-07-08 08:10:30 192.0.2.1 \"a b\" 200")
    #expect(read?.userAgent == "\"a" && read?.referrer == "b\"")
    let one = W3CTests.read(fields, "2020-07-08 08:10:30 192.0.2.1 \" - 404")
    #expect(one?.userAgent == "\"" && one?.hit.status == 404)
  }
}

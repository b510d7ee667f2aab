import TestSupport
import Testing

@testable import AccessLog

/// What each format of a layout says of lines as its server writes them, after the vendors' own
/// documentation.
struct LayoutFormatTests {
  /// A line, and what it says: client, second, method, target, status, bytes, nanoseconds, host.
  struct Sample: Sendable, CustomTestStringConvertible {
    var format: String
    var line: String
    var client: String
    var second = 1_594_195_830
    var method: String? = "GET"
    var target: String?
    var status = 200
    var bytes = 1_375
    var nanoseconds: Int?
    var host: String?

    var testDescription: String { "\(format): \(line.prefix(60))" }
  }

  private static let npm =
    #"[08/Jul/2020:10:10:30 +0200] - 200 200 - GET https shop.example.org "/a?b" "#
    + #"[Client 192.0.2.1] [Length 1375] [Gzip -] [Sent-to 10.0.0.1] "curl/8" "-""#

  static let samples = [
    Sample(
      format: "alb",
      line:
        #"https 2020-07-08T08:10:30.186641Z app/shop/50dc6c 192.0.2.1:2817 10.0.0.1:80 0.086 0.048 0.037 200 200 0 1375 "GET https://www.example.com:443/a/b?c HTTP/1.1" "curl/7.46.0" ECDHE-RSA TLSv1.2 arn:aws "Root=1-58337281" "www.example.com" "arn:aws" 1 2018-07-02T22:22:48.364000Z "authenticate,forward" "-" "-" "10.0.0.1:80" "200" "-" "-""#,
      client: "192.0.2.1", target: "/a/b?c", nanoseconds: 171_000_000, host: "www.example.com"),
    Sample(
      format: "alb",
      line:
        #"http 2020-07-08T08:10:30.1Z app/shop/50dc6c 192.0.2.1:2817 - -1 -1 -1 460 - 0 0 "- http://shop.example.org:80- " "-" - - - "-" "-" "-" 0 2020-07-08T08:10:30.1Z "-" "-" "-" "-" "-" "-" "-""#,
      client: "192.0.2.1", method: nil, status: 460, bytes: 0),
    Sample(
      format: "elb",
      line:
        #"2020-07-08T08:10:30.945958Z my-elb 192.0.2.1:2817 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0 1375 "GET http://www.example.com:8080/a HTTP/1.1" "x\x22y" - -"#,
      client: "192.0.2.1", target: "/a", nanoseconds: 1_178_000, host: "www.example.com:8080"),
    Sample(
      format: "elb",
      line:
        #"2020-07-08T08:10:30.945958Z my-elb 192.0.2.1:2817 10.0.0.1:80 0.001069 0.000028 0.000041 - - 82 305 "- - - " "-" - -"#,
      client: "192.0.2.1", method: nil, status: 0, bytes: 305, nanoseconds: 1_138_000),
    Sample(
      format: "s3",
      line:
        #"79a59df9 shop.example.org [08/Jul/2020:08:10:30 +0000] 192.0.2.1 79a59df9 3E57427F3EXAMPLE REST.GET.VERSIONING - "GET /a?versioning HTTP/1.1" 200 - 1375 - 7 - "-" "S3Console/0.4" - s9lzHY= SigV4 ECDHE AuthHeader h TLSV1.2 - -"#,
      client: "192.0.2.1", target: "/a?versioning", nanoseconds: 7_000_000, host: "shop.example.org"
    ),
    Sample(
      format: "s3",
      line:
        #"79a59df9 shop [08/Jul/2020:08:10:30 +0000] - AmazonS3 3E57427F3EXAMPLE S3.EXPIRE.OBJECT a%20b "-" - - - 1099 - - "-" "-" - x - - - - -"#,
      client: "-", method: nil, status: 0, bytes: 0, host: "shop"),
    Sample(
      format: "haproxy",
      line:
        ##"192.0.2.1:34110 [08/Jul/2020:10:10:30.655] http-in static/srv1 10/0/30/69/109 200 1375 - - ---- 1/1/1/1/0 0/0 {1wt.eu|} {} "GET /a#20b/c HTTP/1.1""##,
      client: "192.0.2.1", target: "/a#20b/c", nanoseconds: 109_000_000),
    Sample(
      format: "haproxy",
      line:
        ##"::1:34110 [08/Jul/2020:10:10:30.655] http-in/1: http-in/<NOSRV> -1/-1/-1/-1/+109 -1 +0 - - CR-- 1/1/0/0/0 0/0 "<BADREQ>""##,
      client: "::1", method: nil, status: 0, bytes: 0, nanoseconds: 109_000_000),
    Sample(
      format: "squid",
      line:
        "1594195830.123    105 192.0.2.1 TCP_MISS/200 1375 GET http://example.com/a ada HIER_DIRECT/93.184.216.34 text/html",
      client: "192.0.2.1", target: "http://example.com/a", nanoseconds: 105_000_000),
    Sample(
      format: "squid",
      line:
        "1594195830.123      0 ::1 NONE_NONE/000 0 - error:transaction-end-before-headers - HIER_NONE/- -",
      client: "::1", method: nil, status: 0, bytes: 0, nanoseconds: 0),
    Sample(
      format: "envoy",
      line:
        #"[2020-07-08T08:10:30.310Z] "GET /a HTTP/2" 200 - 0 1375 226 100 "192.0.2.1,10.0.35.28" "nsq2http" "cc21d9b0" "locations" "tcp://10.0.2.1:80""#,
      client: "192.0.2.1", target: "/a", nanoseconds: 226_000_000, host: "locations"),
    Sample(
      format: "envoy",
      line: #"[2020-07-08T08:10:30.310Z] "- - HTTP/1.1" 0 DPE 0 11 0 - "-" "-" "-" "-" "-""#,
      client: "-", method: nil, status: 0, bytes: 11, nanoseconds: 0, host: "-"),
    Sample(
      format: "istio",
      line:
        #"[2020-07-08T08:10:30.373Z] "GET /status/418 HTTP/1.1" 418 - via_upstream - "-" 0 135 4 4 "-" "curl/7.60.0" "84961386" "httpbin:8000" "127.0.0.1:80" inbound|8000|| 127.0.0.1:41854 10.44.1.27:80 10.44.1.23:37652 outbound_.8000_._.httpbin.foo.svc.cluster.local default"#,
      client: "10.44.1.23", target: "/status/418", status: 418, bytes: 135, nanoseconds: 4_000_000,
      host: "httpbin:8000"),
    Sample(
      format: "traefik",
      line:
        #"192.0.2.1 - - [08/Jul/2020:08:10:30 +0000] "GET /a"b HTTP/1.1" 200 1375 "-" "x"y" 2 "api@docker" "http://10.0.0.1:80" 15ms"#,
      client: "192.0.2.1", target: #"/a"b"#, nanoseconds: 15_000_000),
    Sample(
      format: "ingress-nginx",
      line:
        #"192.0.2.1 - - [08/Jul/2020:08:10:30 +0000] "GET /a HTTP/1.1" 200 1375 "-" "curl" 76 0.021 [shop-80] [] 10.0.0.1:80, 10.0.0.2:80 0, 1375 0.001, 0.020 502, 200 ed4a6a0d"#,
      client: "192.0.2.1", target: "/a", nanoseconds: 21_000_000),
    Sample(
      format: "nginx-proxy-manager", line: npm, client: "192.0.2.1", target: "/a?b",
      host: "shop.example.org"),
    Sample(
      format: "nginx-proxy-manager-standard",
      line:
        #"[08/Jul/2020:10:10:30 +0200] 404 - GET http shop.example.org "/a" [Client ::1] [Length 150] [Gzip -] "curl" "-""#,
      client: "::1", target: "/a", status: 404, bytes: 150, host: "shop.example.org"),
    Sample(
      format: "heroku",
      line:
        #"2020-07-08T10:10:30.123456+02:00 heroku[router]: at=error code=H12 desc="Request timeout" method=GET path="/a?x=1" host=shop.herokuapp.com request_id=8601b555 fwd="192.0.2.1, 10.1.1.1" dyno=web.1 connect=6ms service=30001ms status=503 bytes=0 protocol=https"#,
      client: "192.0.2.1", target: "/a?x=1", status: 503, bytes: 0, nanoseconds: 30_001_000_000,
      host: "shop.herokuapp.com"),
    Sample(
      format: "aiohttp",
      line: #"192.0.2.1 [08/Jul/2020:08:10:30 +0000] "GET /a HTTP/1.1" 200 1375 "-" "curl/8""#,
      client: "192.0.2.1", target: "/a"),
    Sample(
      format: "hypercorn",
      line: #"192.0.2.1:40123 - - [08/Jul/2020:08:10:30 +0000] "GET /a 1.1" 200 1375 "-" "curl/8""#,
      client: "192.0.2.1", target: "/a"),
    Sample(
      format: "vertx",
      line:
        #"192.0.2.1 - - [Wed, 08 Jul 2020 08:10:30 GMT] "GET /a"b HTTP/1.1" 200 1375 "-" "curl/8""#,
      client: "192.0.2.1", target: #"/a"b"#),
    Sample(
      format: "helidon",
      line: #"192.0.2.1 - [08/Jul/2020:05:10:30 -0300] "GET /a HTTP/1.1" 200 1375 473"#,
      client: "192.0.2.1", target: "/a", nanoseconds: 473_000),
    Sample(
      format: "reactor-netty",
      line: #"0:0:0:0:0:0:0:1 - - [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 - 9"#,
      client: "0:0:0:0:0:0:0:1", target: "/a", bytes: 0, nanoseconds: 9_000_000),
    Sample(
      format: "varnish",
      line:
        #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET http://shop.example.org/a HTTP/1.1" 200 1375 "-" "curl/8""#,
      client: "192.0.2.1", target: "/a", host: "shop.example.org"),
    Sample(
      format: "vhost",
      line:
        #"shop.example.org:80 192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 1375"#,
      client: "192.0.2.1", target: "/a", host: "shop.example.org"),
  ]

  /// Of times without a zone the machine's counts.
  private static func second(of sample: Sample) -> Int {
    guard sample.format == "haproxy" else { return sample.second }
    var offsets = LocalOffsets()
    return offsets.seconds(local: sample.second + 7_200)
  }

  private static func check(_ sample: Sample, _ hit: Hit, _ line: [UInt8]) {
    func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }
    #expect(text(hit.client) == sample.client)
    #expect(hit.instant.seconds == second(of: sample))
    #expect(hit.request.map { text($0.method) } == sample.method)
    #expect(hit.request.map { text($0.target) } == sample.target)
    #expect(hit.status == sample.status && hit.responseBytes == sample.bytes)
    #expect(hit.details.duration == sample.nanoseconds.map { .nanoseconds($0) })
    #expect(hit.details.virtualHost.map(text) == sample.host)
  }

  @Test(arguments: samples)
  func linesOfServersSayWhatTheyMean(sample: Sample) throws {
    let line = Array(sample.line.utf8)
    let format = try #require(LogFormat.all.first { $0.name == sample.format })
    guard case .hit(let hit) = parse(line, format: format) else {
      Issue.record("no hit")
      return
    }
    LayoutFormatTests.check(sample, hit, line)
    guard format.isFound else { return }
    var memory = SourceMemory()
    unsafe memory.learn(line.span.bytes)
    #expect(memory.finding?.format == format)
  }

  /// A record says what the hit says.
  @Test(arguments: samples)
  func recordsHaveWhatHitsHave(sample: Sample) throws {
    let line = Array(sample.line.utf8)
    let format = try #require(LogFormat.all.first { $0.name == sample.format })
    var scanner = LineScanner(format: format, nameKey: 3)
    var records = [LineRecord()]
    var start = 0
    _ = unsafe scanner.scan(line.span.bytes, from: &start, to: line.count, into: &records)
    #expect(records[0].second == LayoutFormatTests.second(of: sample))
    #expect(Int(records[0].status) == sample.status)
    #expect(records[0].responseBytes == sample.bytes)
    #expect(records[0].duration.nanoseconds == sample.nanoseconds)
  }

  /// Times without a zone are those of the machine.
  @Test(arguments: [
    ("http.server", #"192.0.2.1 - - [08/Jul/2020 10:10:30] "GET /a HTTP/1.1" 200 -"#, 0),
    (
      "uwsgi",
      "[pid: 7|app: 0|req: 1/1] 192.0.2.1 () {28 vars in 325 bytes} [Wed Jul  8 10:10:30 2020] GET /a => generated 1375 bytes in 5 msecs (HTTP/1.1 200) 2 headers in 80 bytes (1 switches on core 0)",
      1_375
    ),
  ])
  func localTimesAreRead(name: String, line: String, size: Int) throws {
    let format = try #require(LogFormat.all.first { $0.name == name })
    let bytes = Array(line.utf8)
    guard case .hit(let hit) = parse(bytes, format: format) else {
      Issue.record("no hit")
      return
    }
    let local = Zone.local.civilTime(hit.instant)
    #expect((local.day, local.hour, local.minute, local.second) == (8, 10, 10, 30))
    #expect(hit.responseBytes == size)
    var memory = SourceMemory()
    unsafe memory.learn(bytes.span.bytes)
    #expect(memory.finding?.format == format)
  }

  /// The formats whose lines have their texts as they stand, and need no line before them.
  static let written = LogFormat.all.filter {
    $0.isWritten && $0.directives.isEmpty && $0.isHeader == nil && !$0.makeReader([]).decodes
  }

  /// A line of Common Log Format inside a target is a part of that target, in every format.
  @Test(arguments: LayoutFormatTests.written)
  func forgedLinesAreParts(format: LogFormat) {
    for forged in [
      #"/x[01/Jan/2001:00:00:00 +0000]%22GET"#,
      #"/x\x22 200 5 - - [01/Jan/2001:00:00:00 +0000] \x22GET /fake HTTP/1.1\x22 404 7"#,
    ] {
      var hit = WrittenHit()
      hit.target = forged
      let line = format.line(of: hit)
      for reader in [format.makeReader([]), format.makeReaderOfFound([])] {
        var reader = reader
        // Where there is no way to tell where a target ends that has spaces, the line is refused.
        guard let read = reader.hit(line, 0..<line.count) else { continue }
        #expect(read.status == 200 && read.instant == hit.instant && read.responseBytes == 1_375)
        // Squid's target has no quotes around it.
        guard format.name != "squid" else { continue }
        #expect(read.request.map { String(decoding: line[$0.target], as: UTF8.self) } == forged)
      }
    }
  }

  /// Lines that lack what a hit has to have, or go on where they should end.
  @Test(arguments: LayoutFormatTests.written)
  func tornLinesAreRefused(format: LogFormat) {
    let line = format.line(of: WrittenHit())
    var reader = format.makeReader([])
    for end in 0..<line.count / 2 {
      #expect(reader.hit(line, 0..<end) == nil, "\(end)")
    }
    #expect(reader.hit(line, 0..<line.count) != nil)
    for (index, byte) in line.enumerated() where byte == UInt8(ascii: "2") {
      var torn = line
      torn[index] = UInt8(ascii: "x")
      // Whatever becomes of it, it does not trap, and fields and hit agree.
      var other = reader
      let fields = other.fields(torn, 0..<torn.count)
      #expect((fields == nil) == (reader.hit(torn, 0..<torn.count) == nil))
    }
  }
}

extension LineReader {
  fileprivate mutating func hit(_ bytes: [UInt8], _ range: Range<Int>) -> Hit? {
    unsafe hit(bytes.span.bytes, range)
  }

  fileprivate mutating func fields(_ bytes: [UInt8], _ range: Range<Int>) -> LineFields? {
    unsafe fields(bytes.span.bytes, range)
  }
}

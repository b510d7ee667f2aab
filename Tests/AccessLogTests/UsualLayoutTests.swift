import AccessLog
import TestSupport
import Testing

/// Lines that are laid out as nearly all of their format are have a fast path, if enough bytes stand
/// behind them: whatever the line, its record has to be the same as without.
@Suite struct UsualLayoutTests {
  private static let clients = [
    "192.0.2.1", "192.0.2.1", "203.0.113.255", "2001:db8::7", "2001:db8:0::7", "::ffff:192.0.2.1",
    "::1", "shop.example.org", "-", "192.0.2", "10.0.0.1, 10.0.0.2", "1000.0.0.1",
  ]
  private static let targets = [
    "/", "/pages/create", "/a?b=c", "/a#b/c", "/a b/c", "/seventeen--bytes/x", "*",
    "http://example.org/a/b", "http://example.org", "https://example.org:8443?x", "/a\\\"b/c",
    "//x", "/é",
  ]
  private static let methods = ["GET", "GET", "POST", "OPTIONS", "PROPFIND", "get", "A", "-"]
  private static let versions = ["HTTP/1.1", "HTTP/1.1", "HTTP/2", "HTTP/3.0", "1.1"]
  private static let statuses = [200, 200, 404, 503, 0, 7]
  private static let sizes = [0, 7, 1_375, 9_999_999, 12_345_678, .max]
  private static let agents = ["Mozilla/5.0", "-", "", "a \\\" b", "ends \\\\", "[x] \" 200 1"]
  private static let tokens = [
    "\"", "\\", " ", "  ", "-", "0", "7", ".", ",", "#", "?", "/", ":", "[", "]", "Z", "+", "ms",
    "HTTP/1.1", "http://h/", "\t", "123456789", ".123456789", "\0", ", ", " : ", "::1", "-1",
  ]
  /// What stands behind a line must not matter; it is what a line could go on with.
  private static let behind = Array(
    String(repeating: "7.25Z\" 200 12 ] GET / HTTP/1.1 - ", count: 12).utf8)

  /// Forms of times, lists, long texts and quoted numbers that no format of the table has.
  static let definitions = [
    #"$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent $request_time"#,
    #"$msec $remote_addr "$request" $status $body_bytes_sent "$http_user_agent" $upstream_response_time x"#,
    #"$remote_addr "$time_local" "$request" "$status" "$bytes_sent""#,
    #"$remote_addr answered with a status of $status at $time_local to $request_method $request_uri"#,
    #"%t %a %D %>s %b "%r" %{ms}T"#,
    // More fields that are not counted than one look at 64 bytes finds the ends of.
    "$remote_addr " + (0..<45).map { "$field\($0)" }.joined(separator: "|")
      + #"| [$time_local] "$request" $status $body_bytes_sent"#,
    // Many fields in quotes, next to each other and apart, and quotes that are around none.
    #"$remote_addr [$time_iso8601] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$host" x="$upstream_addr" $request_time"#,
    #""$http_x_forwarded_for" $remote_addr [$time_iso8601] "$request" $status "$http_referer" "$http_user_agent" $body_bytes_sent"#,
    #"$remote_addr "x" [$time_iso8601] "$request" $status "$http_referer" "$http_user_agent" "$host" $body_bytes_sent"#,
    // The last of the fields that are skipped may have spaces in it.
    #"$remote_addr $host $http_user_agent rt=$request_time [$time_local] "$request" $status $body_bytes_sent"#,
  ]

  static let formats: [LogFormat] =
    LogFormat.all.filter { $0.isWritten && $0.name != "fastify" }
    + definitions.compactMap { try? LogFormat(definition: $0) }

  private var random = SeededRandom(seed: 11)

  @Test(arguments: formats) mutating func whatStandsBehindALineDoesNotMatter(_ format: LogFormat) {
    var followed = LineScanner(format: format, nameKey: 7)
    for _ in 0..<400 {
      let line = damaged(format.line(of: makeHit()))
      guard !line.isEmpty else { continue }
      // One that has read nothing yet knows no time that is compared instead of being read.
      var alone = LineScanner(format: format, nameKey: 7)
      let expected = UsualLayoutTests.record(of: line, behind: [], &alone)
      let behind = UsualLayoutTests.behind.prefix(random.below(UsualLayoutTests.behind.count))
      let separator = random.below(2) == 0 ? [UInt8(ascii: "\n")] : []
      let record = UsualLayoutTests.record(of: line, behind: separator + behind, &followed)
      #expect(record == expected, "\(String(decoding: line, as: UTF8.self))")
    }
  }

  /// The formats of the table that have a layout, and LTSV; of others each line is looked at.
  @Test(arguments: [
    "alb", "elb", "s3", "haproxy", "squid", "envoy", "istio", "traefik", "ingress-nginx",
    "nginx-proxy-manager", "heroku", "aiohttp", "hypercorn", "http.server", "uwsgi", "vertx",
    "helidon", "reactor-netty", "icecast", "varnish", "ltsv",
  ])
  func ordinaryLinesTakeTheFastPath(name: String) throws {
    let format = try #require(LogFormat.all.first { $0.name == name })
    var log: [UInt8] = []
    for second in 0..<50 {
      var hit = WrittenHit()
      hit.instant = hit.instant + second / 10
      log += format.line(of: hit) + [UInt8(ascii: "\n")]
    }
    var records = Array(repeating: LineRecord(), count: 50)
    var scanner = LineScanner(format: format, nameKey: 7)
    var start = 0
    let bytes = log + UsualLayoutTests.behind
    let count = unsafe scanner.scan(
      bytes.span.bytes, from: &start, to: log.count, into: &records)
    #expect(count == 50 && records.allSatisfy(\.isHit))
    #expect(scanner.unusualLines == 0)
  }

  /// Fields that are not counted are not looked for, so that they are still those of a line before.
  @Test func addressesThatAreForwardedForAreThoseOfTheLineItself() throws {
    let format = try #require(LogFormat.all.first { $0.name == "istio" })
    func line(_ forwarded: String, _ client: String, _ agent: String) -> [UInt8] {
      let front = #"[2020-07-08T08:10:30Z] "GET /a HTTP/1.1" 200 - via_upstream - "-" 0 7 14 14"#
      let back = #""id" "host" "10.0.0.1:80" inbound|80|| 127.0.0.6:1 10.0.0.1:80 \#(client) -"#
      return Array("\(front) \"\(forwarded)\" \"\(agent)\" \(back) default".utf8)
    }
    var scanner = LineScanner(format: format, nameKey: 7)
    // One that is read step by step, and so with all its fields.
    let first = line("192.0.2.7", "192.0.2.1:80", #"a" b"#)
    _ = UsualLayoutTests.record(of: first, behind: UsualLayoutTests.behind, &scanner)
    let second = line("192.0.2.78", "", "b")
    var alone = LineScanner(format: format, nameKey: 7)
    let expected = UsualLayoutTests.record(of: second, behind: [], &alone)
    #expect(expected.hasPrefix("200 "))
    let record = UsualLayoutTests.record(of: second, behind: UsualLayoutTests.behind, &scanner)
    #expect(record == expected)
  }

  /// Columns may have spaces before them, but a status ends the word before it.
  @Test(arguments: ["TCP_MISS/200", "TCP_MISS/ 200", "TCP_MISS/  200", "TCP_MISS /200"])
  func spacesBeforeAStatusAreReadAsStepByStep(result: String) throws {
    let format = try #require(LogFormat.all.first { $0.name == "squid" })
    let line = Array(
      "1594195830.123   374 192.0.2.1 \(result)  375 GET /a - HIER_DIRECT/192.0.2.80 text/html".utf8
    )
    var scanner = LineScanner(format: format, nameKey: 7)
    var alone = LineScanner(format: format, nameKey: 7)
    let record = UsualLayoutTests.record(of: line, behind: UsualLayoutTests.behind, &scanner)
    #expect(record == UsualLayoutTests.record(of: line, behind: [], &alone))
  }

  private mutating func makeHit() -> WrittenHit {
    let lists = UsualLayoutTests.self
    var hit = WrittenHit()
    hit.client = one(of: lists.clients)
    hit.instant = hit.instant + random.below(3)
    hit.method = one(of: lists.methods)
    hit.target = one(of: lists.targets)
    hit.version = one(of: lists.versions)
    hit.status = one(of: lists.statuses)
    hit.responseBytes = one(of: lists.sizes)
    hit.userAgent = one(of: lists.agents)
    hit.referrer = one(of: lists.agents)
    hit.milliseconds = random.below(100_000)
    if random.below(20) == 0 { hit.rubbish = "\\x16\\x03" }
    return hit
  }

  /// The first of a list is what it is most often.
  private mutating func one<Value>(of values: [Value]) -> Value {
    random.below(3) > 0 ? values[0] : values[random.below(values.count)]
  }

  /// A line that has a few bytes more, fewer or others; every other line as it is.
  private mutating func damaged(_ line: [UInt8]) -> [UInt8] {
    guard random.below(2) == 0 else { return line }
    var bytes = line
    for _ in 0...random.below(3) {
      let place = random.below(bytes.count + 1)
      let end = min(bytes.count, place + random.below(4))
      let token = Array(UsualLayoutTests.tokens[random.below(UsualLayoutTests.tokens.count)].utf8)
      bytes.replaceSubrange(place..<(random.below(2) == 0 ? place : end), with: token)
      if random.below(8) == 0 { bytes.removeLast(min(bytes.count, random.below(40))) }
    }
    return bytes
  }

  /// What the scanner says of a line, as text.
  private static func record(
    of line: [UInt8], behind: [UInt8], _ scanner: inout LineScanner
  ) -> String {
    var text = LineText(line + behind)
    var records = [LineRecord()]
    var start = 0
    let count = scanner.scan(&text, from: &start, to: line.count, into: &records)
    #expect(count == 1 && start == line.count)
    let record = records[0]
    // Of what is no hit, nothing else is said.
    guard record.isHit else { return "\(record.status)" }
    // Names of what was decoded stand behind all else.
    let bytes = unsafe text.bytes.span.bytes
    func name(_ start: UInt32, _ count: UInt16) -> String {
      String(
        decoding: (Int(start)..<Int(start) + Int(count)).map { bytes[$0] }, as: UTF8.self)
    }
    return """
      \(record.status) \(record.second) \(record.responseBytes) \(record.clientHash) \
      \(record.sectionHash) \(record.methodKey) \(record.duration) \(record.sectionNeedsSlash) \
      \(name(record.sectionStart, record.sectionLength)) \
      \(name(record.methodStart, record.methodLength))
      """
  }
}

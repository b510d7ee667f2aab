import Testing

@testable import AccessLog

/// What lines that are JSON objects say.
struct JSONTests {
  /// A line of the `json` format that ends with other members.
  private static func read(_ members: String) -> DecodedHit? {
    DecodedHit(
      #"{"time":1594195830,"remote_addr":"192.0.2.1","status":200,"method":"GET","uri":"/a/b"\#(members)}"#,
      .json)
  }

  @Test(arguments: [
    LogFormat.json, .caddy, .caddyConsole, .traefikJSON, .envoyJSON, .tomcatJSON, .ecs, .gcp,
    .azure, .cloudflare,
    .pino, .bunyan, .restify, .expressWinston,
  ])
  func sampleHasAllFieldsThatEachHas(format: LogFormat) throws {
    let read = try #require(DecodedHit(String(format.sample.dropLast()), format))
    #expect(read.hit.instant.seconds == 1_594_195_830)
    #expect(read.client == "192.0.2.1" && read.hit.status == 200)
    #expect(read.method == "GET" && read.target == "/pages/create")
    #expect(read.hit.responseBytes == (format == .expressWinston ? 0 : 1375))
    #expect(read.userAgent == "Mozilla/5.0" || format == .tomcatJSON)
    let lacksHost = [LogFormat.json, .tomcatJSON].contains(format)
    #expect(read.virtualHost == (lacksHost ? nil : "shop.example.org"))
    switch format {
    case .tomcatJSON, .cloudflare: #expect(read.hit.details.duration == nil)
    case .bunyan: #expect(read.hit.details.duration == .microseconds(15_200))
    default: #expect(read.hit.details.duration == .milliseconds(15))
    }
  }

  @Test(arguments: [
    (#""#, true), (#" "#, true), (#","x":{"y":[1,{"z":"}"}],"w":"]"},"v":[]"#, true),
    (#","x":{}"#, true), (#" , "x" : { } , "y" : null "#, true), (#","x":,"y":-"#, true),
    (#","x":"\"}""#, true), (#","x":"\\""#, true), (#","":1"#, true), ("\t,\t\"x\"\t:\t1\t", true),
    (#",""#, false), (#","x""#, false), (#","x":"#, true), (#","x":"y"#, false), (",", false),
    (#","x":{"y":1"#, false), (#","x":["#, false), (#" "x":1"#, false), (#",,"x":1"#, false),
    (#"}"#, false), (#"} {"#, false), (#"},{"#, false), (#","x":"\""#, false), (#","x" 1"#, false),
    (#",x:1"#, false), (#",{}"#, false),
  ])
  func layoutHasToBeRight(members: String, isHit: Bool) {
    #expect((JSONTests.read(members) != nil) == isHit)
  }

  @Test(arguments: ["", "{", "{}", "[]", "null", "\"x\"", "{\"status\":200}", "{\"time\"", " "])
  func whatIsNoHitIsMalformed(line: String) {
    for format in LogFormat.all where format.name != "w3c" {
      #expect(DecodedHit(line, format) == nil)
    }
  }

  /// No cut of a line is taken for the line.
  @Test func cutLinesAreMalformed() {
    for format in [LogFormat.json, .pino, .caddy, .caddyConsole, .ecs] {
      let sample = Array(format.sample.utf8.dropLast())
      for count in 0..<sample.count { #expect(DecodedHit(Array(sample[..<count]), format) == nil) }
    }
  }

  @Test(arguments: [
    (#"/plain/x"#, "/plain/x", "/plain"), (#"\/php\/x"#, "/php/x", "/php"),
    (#"/q\"uote/x"#, #"/q"uote/x"#, #"/q"uote"#), (#"/b\\s"#, #"/b\s"#, #"/b\s"#),
    (#"/caf\u00e9/x"#, "/café/x", "/café"), (#"/\ud83d\ude00/x"#, "/😀/x", "/😀"),
    (#"/\ud83d/x"#, "/\u{FFFD}/x", "/\u{FFFD}"), (#"/\ud83d\u0041"#, "/\u{FFFD}A", "/\u{FFFD}A"),
    (#"/\udc00"#, "/\u{FFFD}", "/\u{FFFD}"),
    (#"/a\tb\n\r\b\f"#, "/a\tb\n\r\u{8}\u{C}", "/a\tb\n\r\u{8}\u{C}"),
    (#"/\x22a\xc3\xa9"#, "/\"aé", "/\"aé"), (#"/\xZZ"#, #"/\xZZ"#, #"/\xZZ"#),
    (#"/\u12"#, #"/\u12"#, #"/\u12"#), (#"/\q"#, #"/\q"#, #"/\q"#), (#"/\u0000"#, "/\0", "/\0"),
  ])
  func escapesAreDecoded(logged: String, target: String, section: String) throws {
    let read = try #require(JSONTests.read(#","request_uri":"\#(logged)""#))
    #expect(read.target == target && read.section == section)
    #expect(read.client == "192.0.2.1" && read.method == "GET")
  }

  @Test func escapesOfFieldsThatAreNotCountedAreDecoded() throws {
    let read = try #require(
      JSONTests.read(
        #","http_user_agent":"a \"b\" \u00e9","http_referrer":"http:\/\/x\/","user":"x""#))
    #expect(read.userAgent == #"a "b" é"# && read.referrer == "http://x/" && read.user == "x")
    #expect(read.target == "/a/b")
  }

  @Test(arguments: [
    (#","status":404"#, 404), (#","status":"404""#, 404), (#","status":null"#, nil),
    (#","status":{"status":200}"#, nil), (#","status":[200]"#, nil), (#","status":"20""#, nil),
    (#","status":2000"#, nil), (#","status":true"#, nil), (#","status":0"#, nil),
    (#","status":200.0"#, 200), (#","x":{"status":500}"#, 200), (#","status":["503"]"#, 503),
    (#","st\u0061tus":500"#, 200),
  ])
  func lastOfSeveralValuesCounts(members: String, status: Int?) {
    #expect(JSONTests.read(members)?.hit.status == status)
  }

  /// Of two objects with one name the last one counts, with nothing of the first.
  @Test func lastOfSeveralObjectsCounts() {
    let line = { (more: String) in
      #"{"time":1594195830,"req":{"remoteAddress":"192.0.2.1","method":"GET","url":"/a"},"#
        + #""res":{"statusCode":200},"responseTime":1\#(more)}"#
    }
    #expect(DecodedHit(line(""), .pino)?.target == "/a")
    #expect(DecodedHit(line(#","req":{"remoteAddress":"192.0.2.2"}"#), .pino)?.target == nil)
    #expect(
      DecodedHit(line(#","req":{"remoteAddress":"192.0.2.2"}"#), .pino)?.client == "192.0.2.2")
    #expect(DecodedHit(line(#","req":null"#), .pino) == nil)
    #expect(DecodedHit(line(#","res":{}"#), .pino) == nil)
  }

  /// Fastify's two lines of a request are no hits by themselves, nor is the one of an error before them.
  @Test(arguments: [
    #""req":{"method":"GET","url":"/a","remoteAddress":"192.0.2.1"},"msg":"incoming request""#,
    #""res":{"statusCode":200},"responseTime":0.5,"msg":"request completed""#,
    #""req":{"method":"GET","url":"/a","remoteAddress":"192.0.2.1"},"res":{"statusCode":500},"err":{}"#,
  ])
  func linesOfFastifyAreNoHitsOfOthers(members: String) {
    let line = #"{"level":30,"time":1594195830713,"pid":1,"reqId":"req-1",\#(members)}"#
    for format in LogFormat.all where format != .fastify {
      #expect(DecodedHit(line, format) == nil)
    }
  }

  /// What a client names is never taken for a field.
  @Test(arguments: [
    #""headers":{"status":"500","remoteAddress":"6.6.6.6","url":"/x","statusCode":500}"#,
    #""query":{"res":{"statusCode":500},"method":"PUT","remoteAddress":"6.6.6.6"}"#,
    #""params":{"time":1}"#, #""body":"{\"res\":{\"statusCode\":500},\"req\":{\"url\":\"/x\"}}""#,
    #""res":{"statusCode":500}"#, #""statusCode":500,"time":1"#,
  ])
  func keysAreReadAtTheirPlaceOnly(forged: String) throws {
    let read = try #require(
      DecodedHit(
        #"{"time":1594195830713,"req":{"method":"GET","url":"/a",\#(forged),"remoteAddress":"#
          + #""::ffff:192.0.2.1"},"res":{"statusCode":404},"responseTime":1,"msg":"x"}"#, .pino))
    #expect(read.hit.status == 404 && read.method == "GET" && read.target == "/a")
    #expect(read.client == "::ffff:192.0.2.1" && read.hit.instant.seconds == 1_594_195_830)
  }

  @Test(
    arguments: [
      (#""request":"GET /x HTTP/2.0""#, "GET", "/x", nil, "HTTP/2.0"),
      (#""request":"GET /a b HTTP/1.1""#, "GET", "/a b", nil, "HTTP/1.1"),
      (#""request":"""#, nil, nil, nil, nil), (#""request":"-""#, nil, nil, nil, nil),
      (#""verb":"PUT","request":"/x""#, "PUT", "/x", nil, ""),
      (
        #""method":"PUT","uri":"/x","args":"a=1","protocol":"HTTP/1.1""#, "PUT", "/x", "a=1",
        "HTTP/1.1"
      ),
      (#""method":"PUT","uri":"/x?b=2","args":"a=1""#, "PUT", "/x?b=2", nil, ""),
      (#""method":"PUT","uri":"/x","query_string":"?a=1""#, "PUT", "/x", "a=1", ""),
      (#""method":"PUT","uri":"/x","args":"-","protocol":"1.1""#, "PUT", "/x", nil, ""),
      (#""method":"P T","uri":"/x""#, nil, nil, nil, nil), (#""method":"PUT""#, nil, nil, nil, nil),
      (#""method":"PUT","uri":"/x","request_uri":"/y?z""#, "PUT", "/y?z", nil, ""),
    ] as [(String, String?, String?, String?, String?)])
  func requestIsOneTextOrColumns(
    members: String, method: String?, target: String?, query: String?, version: String?
  ) throws {
    let read = try #require(
      DecodedHit(
        #"{"time":1594195830,"remote_addr":"192.0.2.1","status":"400",\#(members)}"#, .json))
    #expect(read.method == method && read.target == target && read.query == query)
    #expect(read.httpVersion == version)
  }

  @Test(arguments: [
    (#""0""#, 0), ("0", 0), (#""-""#, 0), ("-", 0), (#""""#, 0), ("null", 0), ("137", 137),
    (#""137""#, 137), ("12345678901", 12_345_678_901), (#""99999999999999999999""#, .max),
    ("1.5", nil), ("true", nil), (#""12k""#, nil), ("-5", nil), ("1375.0", 1_375),
    ("1375.50", nil), ("12345678901.000", 12_345_678_901), ("1.5e3", 1_500), ("15e-1", nil),
    ("1.375E+3", 1_375), ("-1375.0", nil), ("0.0", 0), ("1e30", nil), ("1375.0k", nil),
    ("1.2.3", nil), (#""1375.0""#, 1_375),
  ])
  func bytesAreANumberOrNone(value: String, bytes: Int?) {
    #expect(JSONTests.read(#","bytes":\#(value)"#)?.hit.responseBytes == bytes)
  }

  /// On its way through a script a number may have become a floating-point number.
  @Test(arguments: [
    ("404", 404), (#""404""#, 404), ("404.0", 404), ("404.5", nil), ("0404", nil), ("4040", nil),
    ("99.0", nil), ("1000.0", nil), ("4.04e2", 404), ("404.0x", nil), ("-404.0", nil),
  ])
  func statusIsAWholeNumber(value: String, status: Int?) {
    #expect(JSONTests.read(#","status":\#(value)"#)?.hit.status == status)
  }

  @Test(arguments: [
    ("192.0.2.1", "192.0.2.1"), ("192.0.2.1:443", "192.0.2.1"), ("[::1]:80", "::1"),
    ("[::1]", "::1"), ("203.0.113.7, 10.0.0.1", "203.0.113.7"), ("fe80::1%eth0", "fe80::1%eth0"),
    ("localhost", "localhost"), ("unix:", "unix:"), ("-", "-"), ("", nil), ("GET /x", nil),
    ("1594195830", nil), ("/x", nil), (":80", nil), (",", nil),
  ])
  func clientIsWithoutPortAndBrackets(value: String, client: String?) {
    #expect(JSONTests.read(#","remote_addr":"\#(value)""#)?.client == client)
  }

  /// A format that documents a status of none has it as `000`; another has no hit there.
  @Test func missingStatusIsOneWhereTheFormatSaysSo() throws {
    func read(_ format: LogFormat, _ text: String, _ other: String) -> Int? {
      DecodedHit(String(format.sample.dropLast()).replacing(text, with: other), format)?.hit.status
    }
    #expect(read(.caddy, #""status":200"#, #""status":0"#) == 0)
    #expect(read(.envoyJSON, #""response_code":200"#, #""response_code":0"#) == 0)
    #expect(read(.traefikJSON, #""DownstreamStatus":200"#, #""DownstreamStatus":0"#) == 0)
    #expect(read(.gcp, #","status":200"#, "") == 0)
    #expect(read(.gcp, #""status":200"#, #""status":0"#) == nil)
    #expect(read(.caddy, #""status":200"#, #""x":0"#) == nil)
    #expect(read(.pino, #"{"statusCode":200"#, #"{"statusCode":null"#) == nil)
  }

  @Test(arguments: [
    ("https://a.example:443/x", "/x", "a.example"),
    ("http://a.example:80/x?y", "/x?y", "a.example"),
    ("https://a.example:8443/", "/", "a.example:8443"),
    ("https://a.example:80/", "/", "a.example:80"),
    ("/x", "/x", nil), ("https://a.example", "https://a.example", nil), ("*", "*", nil),
  ])
  func originOfTargetsThatAlwaysHaveOneIsTheVirtualHost(url: String, target: String, host: String?)
  {
    let line = LogFormat.gcp.sample.dropLast().replacing(
      "https://shop.example.org/pages/create", with: url)
    let read = DecodedHit(String(line), .gcp)
    #expect(read?.target == target && read?.virtualHost == host)
  }

  @Test func ecsNamesAreNestedOrDotted() throws {
    let read = try #require(
      DecodedHit(
        #"{"@timestamp":"2020-07-08T08:10:30Z","source.ip":"192.0.2.1","http.request.method":"GET","#
          + #""url.path":"/a","url.query":"b=1","http.response.status_code":"404","#
          + #""http.response.body.bytes":7,"http.response.bytes":99,"event.duration":1500000}"#,
        .ecs))
    #expect(read.client == "192.0.2.1" && read.target == "/a" && read.query == "b=1")
    #expect(read.hit.status == 404 && read.hit.responseBytes == 7)
    #expect(read.hit.details.duration == .microseconds(1_500))
  }
}

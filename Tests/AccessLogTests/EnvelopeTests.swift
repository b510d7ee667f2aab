import Testing

@testable import AccessLog

/// Lines that another program put something around.
struct EnvelopeTests {
  private static let hit =
    #"192.0.2.1 - ada [08/Jul/2020:10:10:30 +0200] "GET /a"b HTTP/1.1" 200 7"#
    .replacing("a\"b", with: "a")
  private static let escaped = hit.replacing("\"", with: "\\\"")

  private static func found(_ line: String) -> SourceMemory {
    var memory = SourceMemory()
    let bytes = Array((line + "\n").utf8)
    unsafe memory.learn(bytes.span.bytes)
    return memory
  }

  static let lines: [(line: String, envelope: String, server: String?)] = [
    ("Jul  8 10:10:31 web1 nginx: \(hit)", "syslog", "web1"),
    ("Jul 18 10:10:31 web1 nginx[123]: \(hit)", "syslog", "web1"),
    ("<190>Jul  8 10:10:31 web1 nginx: \(hit)", "syslog", "web1"),
    ("<190>Jul  8 10:10:31 nginx: \(hit)", "syslog", nil),
    ("2020-07-08T10:10:31.123456+02:00 web1 nginx[12]: \(hit)", "syslog", "web1"),
    ("2020-07-08T08:10:31Z web1 haproxy/x.1: \(hit)", "syslog", "web1"),
    ("<165>1 2020-07-08T08:10:31.003Z web1 nginx 8710 - - \(hit)", "syslog", "web1"),
    ("<165>1 - - nginx - - [x@1 a=\"\\\"]b\" c=\"d\"][y@2] \u{FEFF}\(hit)", "syslog", nil),
    ("2020-07-08T08:10:31.123456789Z stdout F \(hit)", "cri", nil),
    ("2020-07-08T10:10:31.123456789+02:00 stderr F:x \(hit)", "cri", nil),
    (#"{"log":"\#(escaped)\n","stream":"stdout","time":"2020-07-08T08:10:31.1Z"}"#, "docker", nil),
    (#"{"log":"\#(escaped)\r\n","stream":"stderr","attrs":{"a":"b"},"time":"x"}"#, "docker", nil),
    (#"{"_HOSTNAME":"web1","PRIORITY":"6","MESSAGE":"\#(escaped)"}"#, "journal", "web1"),
    (
      #"{"@timestamp":"2020-07-08T08:10:31Z","host":{"name":"web1"},"message":"\#(escaped)"}"#,
      "json",
      "web1"
    ),
    (
      #"{"level":"http","message":"\#(escaped)\n","timestamp":"2020-07-08T08:10:31Z"}"#, "json", nil
    ),
    (#"{"log":"\#(escaped)","kubernetes":{"pod_name":"x"}}"#, "json", nil),
    ("web-1  | \(hit)", "compose", nil), ("my_web.1 | \(hit)", "compose", nil),
    ("[pod/web-7f9/nginx] \(hit)", "kubectl", nil),
    ("2020-07-08T08:10:31.123456789Z \(hit)", "timestamps", nil),
    (
      "2020-07-08T10:10:31.277+02:00  INFO 24817 --- [shop] [or-http-epoll-4] "
        + "reactor.netty.http.server.AccessLog      : \(hit)", "console", nil
    ),
    (
      "2020-07-08 10:10:31.277  INFO 24817 --- [           main] o.a.AccessLog : \(hit)", "console",
      nil
    ),
    ("10:10:31.277 [or-http-1] INFO  r.n.h.server.AccessLog - \(hit)", "console", nil),
    ("10:10:31.277 [or-http-1] INFO  r.n.h.server.AccessLog -- \(hit)", "console", nil),
    ("2020-07-08 10:10:31,277 INFO  [a.b] (vert.x-eventloop-thread-0) \(hit)", "console", nil),
    ("10:10:31,277 INFO  [a.b] (default task-1) \(hit)", "console", nil),
    ("INFO  [2020-07-08 10:10:31,277] a.b.Log: \(hit)", "console", nil),
    ("WARNING: \(hit)", "java.util.logging", nil),
    ("\u{1B}[32m\(hit)\u{1B}[0m", "colours", nil),
    (
      hit.replacing("GET", with: "\u{1B}[1;33mGET").replacing("200", with: "200\u{1B}[0m"),
      "colours", nil
    ),
    ("web-1  | Jul  8 10:10:31 web1 nginx: \(hit)", "syslog in compose", "web1"),
    (
      #"{"log":"\u001b[36m10:10:31.277\u001b[0;39m [x] INFO a.b - \#(escaped)\n","stream":"stdout","time":""}"#,
      "console in colours in docker", nil
    ),
  ]

  @Test(arguments: lines)
  func envelopesAreTakenOff(line: String, envelope: String, server: String?) throws {
    let memory = EnvelopeTests.found(line)
    #expect(memory.format.name == "common in \(envelope)")
    #expect(
      memory.learning == (envelope.hasSuffix("docker") || envelope == "cri" ? .parts : .nothing)
        || memory.learning == .everyLine)
    let read = try #require(DecodedHit(line, memory.format))
    #expect(read.client == "192.0.2.1" && read.user == "ada" && read.hit.status == 200)
    #expect(read.method == "GET" && read.target == "/a" && read.hit.responseBytes == 7)
    #expect(read.hit.instant.seconds == 1_594_195_830 && read.server == server)
    // It comes back by its name, also where it stands in the state file.
    #expect(FormatChoice(name: memory.format.name) == .named(memory.format))
    #expect(SourceMemory(bytes: memory.bytes) == memory)
  }

  @Test(arguments: [
    "Jul  8 10:10:31 web1 nginx \(hit)", "Jul 32 10:10:31 web1 nginx: \(hit)",
    "Jux  8 10:10:31 web1 nginx: \(hit)", "Jul  8 10:10:31 nginx: \(hit)",
    "<192>Jul  8 10:10:31 web1 nginx: \(hit)", "<190>web1 nginx: \(hit)",
    "<165>1 2020-07-08T08:10:31.003Z web1 nginx 8710 - [x \(hit)",
    "2020-07-08T08:10:31Z stdlog F \(hit)", "2020-07-08T08:10:31Z stdout X \(hit)",
    "2020-07-08T08:10:31Z stdout P \(hit)", "we/b | \(hit)", "[pod/a b] \(hit)",
    "2020-07-08T08:10:31 \(hit)", "10:10:31 INFO \(hit)", "10:10:31.277 [x] a.b - \(hit)",
    "10:10:31.277 [x] INFO - \(hit)", "INFO  a.b: \(hit)", "x: \(hit)",
    "2020-07-08 10:10:31,277 INFO  (x) \(hit)", "\u{1B}[2J\(hit)", "GET /x \(hit)",
    #"{"log":"\#(escaped)","stream":"stdout","time":""}"#.replacing("log", with: "text"),
    #"{"x":{"message":"\#(escaped)"}}"#, #"{"message":["\#(escaped)"]"#,
  ])
  func whatIsNoEnvelopeIsNone(line: String) {
    #expect(!EnvelopeTests.found(line).isFound)
    #expect(DecodedHit(line, .common) == nil)
  }

  /// A line of each envelope within the target, the user or the agent of another one's is data.
  @Test(arguments: lines.map(\.line))
  func envelopesWithinALineForgeNothing(forged: String) throws {
    let target = forged.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    for (line, _, _) in EnvelopeTests.lines.prefix(24) where !line.hasPrefix("{") {
      let posing = line.replacing("GET /a", with: "GET /x \(target)").replacing("\u{1B}", with: "")
      let memory = EnvelopeTests.found(line)
      let read = try #require(DecodedHit(posing, memory.format))
      #expect(read.client == "192.0.2.1" && read.target?.hasPrefix("/x ") == true)
    }
  }

  @Test(arguments: [
    "banner", "\tat a.b.C(D.java:1)", "java.lang.IllegalStateException: x", " ____  _",
    "2020-07-08 10:10:31,277 INFO  a.b -", hit,
  ])
  func linesWithoutAPrefixBelongToTheRecordBefore(line: String) throws {
    let console = try #require(LogFormat(name: "common in console"))
    #expect(EnvelopeTests.status(line, console) == LineRecord.continuation)
    let java = try #require(LogFormat(name: "common in java.util.logging"))
    #expect(EnvelopeTests.status(line, java) == LineRecord.continuation)
  }

  @Test(arguments: [
    ("common in console", "10:10:31.277 [x] INFO  a.b - started", LineRecord.malformed),
    ("common in java.util.logging", "SEVERE: started", LineRecord.malformed),
    ("common in java.util.logging", "Jul 08, 2020 10:10:30 AM a.b.C run", LineRecord.part),
    ("common in java.util.logging", "Jul 8, 2020 1:10:30 PM a.b.C", LineRecord.part),
    ("common in cri", "2020-07-08T08:10:31Z stdout P x", LineRecord.part),
    ("common in cri", "x", LineRecord.malformed), ("common in syslog", "x", LineRecord.malformed),
  ])
  func otherLinesAreToldApart(format: String, line: String, status: UInt16) throws {
    #expect(EnvelopeTests.status(line, try #require(LogFormat(name: format))) == status)
  }

  private static func status(_ line: String, _ format: LogFormat) -> UInt16 {
    var scanner = LineScanner(format: format, nameKey: 7)
    var records = [LineRecord()]
    var text = LineText(Array(line.utf8))
    var offset = 0
    _ = scanner.scan(&text, from: &offset, to: text.lineEnd, into: &records)
    return records[0].status
  }

  @Test(arguments: [
    "", "common in", "common in x", "x in syslog", "common in syslog in", "w3c in syslog",
    "csv in cri",
    "common in docker in syslog", "common in cri in cri", "syslog", "common  in syslog",
    "common in syslog in syslog in syslog in syslog",
  ])
  func otherNamesAreNone(name: String) {
    #expect(FormatChoice(name: name) == nil)
  }
}

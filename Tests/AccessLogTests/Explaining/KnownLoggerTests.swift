import Testing

@testable import AccessLog

/// Loggers whose lines lack what a hit must have.
struct KnownLoggerTests {
  @Test(arguments: [
    (#"INFO:     127.0.0.1:40000 - "GET / HTTP/1.1" 200 OK"#, "time", "asctime"),
    (
      "  \u{1B}[90m<--\u{1B}[39m \u{1B}[1mGET\u{1B}[22m \u{1B}[90m/a\u{1B}[39m", "time and client",
      "koa-morgan"
    ),
    ("  <-- GET /a", "time and client", "koa-morgan"),
    (#"[2026-11-28T17:00:00.000Z]  "GET /" "curl/8""#, "client and status", "proxy"),
    (" HTTP  11/28/2026 6:16:00 PM 127.0.0.1 GET /", "status", "proxy"),
    (
      #"{"level":"info","message":"HTTP GET /","meta":{"req":{"method":"GET","url":"/","ip":"192.0.2.1"},"res":{"statusCode":200},"responseTime":1}}"#,
      "time", "format.timestamp()"
    ),
    (
      #"{"level":"info","meta":{"req":{"method":"GET","url":"/"},"res":{"statusCode":200}},"timestamp":"2026-11-28T17:00:00Z"}"#,
      "client", "requestWhitelist"
    ),
    ("127.0.0.1 - GET /a HTTP/1.1 200 5 - 3 ms", "time", "LoggerFormat.DEFAULT"),
    ("GET /a 200 1.012 ms - 5", "time and client", "morgan('combined')"),
    (
      "2026-11-28T18:15:57.277+01:00  INFO 24817 --- [shop] [main] c.e.ShopApplication : Started",
      "access lines", "server.tomcat.accesslog.enabled"
    ),
  ])
  func whatIsMissingIsSaidAndHowToAddIt(line: String, lacks: String, remedy: String) throws {
    let log = Array("\(line)\n\(line)\n".utf8)
    let advice = try #require(FileExplanation(log, .auto).advice)
    #expect(advice.contains(lacks) && advice.contains(remedy))
    let expected = try #require(KnownLogger.expected(insteadOf: Array(line.utf8)))
    #expect(expected.contains(lacks) && expected.contains(remedy))
  }

  @Test(arguments: LogFormat.all.map(\.sample) + ["trouble", "", "{}", "[", "panic: x"])
  func otherLinesAreOfNone(text: String) {
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(KnownLogger.expected(insteadOf: Array(line.utf8)) == nil)
    }
  }
}

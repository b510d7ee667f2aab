/// A logger of which no hit can be made, and what to change in it.
package struct KnownLogger: Sendable {
  /// How much of a line is looked at, in bytes.
  private static let looked = 4_096

  let name: String
  /// What its lines do not say.
  let lacks: String
  let remedy: String
  /// Whether a line is one of its lines.
  private let wrote: @Sendable (String) -> Bool

  /// The logger that wrote a line; `nil` for other loggers.
  init?(_ bytes: RawSpan, _ line: Range<Int>) {
    let text = String(
      decoding: line.prefix(KnownLogger.looked).map { bytes[$0] }, as: UTF8.self)
    guard let logger = KnownLogger.all.first(where: { $0.wrote(text) }) else { return nil }
    self = logger
  }

  /// What to do about a log that has such lines.
  var advice: String { "\(name) writes no \(lacks): \(remedy)" }

  /// What was expected instead of a line; `nil` if it is of none of these loggers.
  package static func expected(insteadOf line: [UInt8]) -> String? {
    let logger = unsafe KnownLogger(line.span.bytes, 0..<line.count)
    return logger.map { "a line with \($0.lacks), which \($0.name) does not write: \($0.remedy)" }
  }

  private init(
    _ name: String, lacks: String, _ remedy: String, wrote: @escaping @Sendable (String) -> Bool
  ) {
    self.name = name
    self.lacks = lacks
    self.remedy = remedy
    self.wrote = wrote
  }

  private static let all = [
    KnownLogger(
      "uvicorn", lacks: "time",
      "give its access logger a format with %(asctime)s, or log on the proxy before it"
    ) { $0.hasPrefix("INFO:") && $0.contains("- \"") },
    KnownLogger("koa-logger", lacks: "time and client", "use koa-morgan with its format combined") {
      $0.contains("<--\u{1B}[") || $0.hasPrefix("  <-- ")
    },
    KnownLogger(
      "http-server", lacks: "client and status", "log on the proxy before it"
    ) { $0.hasPrefix("[") && $0.contains("]  \"GET /") },
    KnownLogger(
      "serve", lacks: "status on the line of the request", "log on the proxy before it"
    ) { $0.hasPrefix(" HTTP  ") },
    KnownLogger(
      "express-winston without a timestamp", lacks: "time",
      "add winston.format.timestamp() to its format"
    ) { $0.isOfExpressWinston && !$0.contains(#""timestamp":"#) },
    KnownLogger(
      "express-winston without the request's ip", lacks: "client",
      "add 'ip' to its requestWhitelist"
    ) { $0.isOfExpressWinston && !$0.contains(#""ip":"#) },
    KnownLogger(
      "Morgan's short or Vert.x's LoggerFormat.SHORT", lacks: "time",
      "use morgan('combined'), or LoggerHandler.create(LoggerFormat.DEFAULT)"
    ) { $0.hasSuffix(" ms") && $0.contains(" HTTP/") && !$0.contains("[") },
    KnownLogger(
      "Morgan's tiny or dev", lacks: "time and client", "use morgan('combined')"
    ) { text in
      text.contains(" ms - ") && !text.contains("[0") && !text.contains("{")
        && ["GET /", "POST /", "HEAD /", "PUT /", "DELETE /"].contains { text.contains($0) }
    },
    KnownLogger(
      "Spring Boot's console", lacks: "access lines by itself",
      "set server.tomcat.accesslog.enabled=true, or start it with "
        + "-Dreactor.netty.http.server.accessLogEnabled=true where it runs on Netty"
    ) { text in
      text.contains(" --- [") && text.contains(" : ")
        && [" INFO ", " WARN ", " ERROR ", "DEBUG "].contains { text.contains($0) }
    },
  ]
}

extension String {
  fileprivate var isOfExpressWinston: Bool {
    hasPrefix("{") && contains(#""meta":{"#) && contains(#""res":{"statusCode""#)
  }
}

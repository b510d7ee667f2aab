/// Loggers of which no hit can be made, and what to change in them.
enum KnownLogger {
  /// What to do about a log that has such a line; `nil` if the line is of none of these loggers.
  static func advice(_ bytes: RawSpan, _ line: Range<Int>) -> String? {
    let text = String(decoding: line.prefix(200).map { bytes[$0] }, as: UTF8.self)
    return loggers.first { logger in
      text.hasPrefix(logger.start) && text.contains(logger.part)
    }?.advice
  }

  private static let loggers: [(start: String, part: String, advice: String)] = [
    (
      "INFO:", "- \"",
      "uvicorn's lines have no time: give its access logger a format with one, such as "
        + "%(asctime)s, or log on the proxy before it"
    ),
    (
      "", "<--\u{1B}[",
      "koa-logger's lines have no time and no client: log with koa-morgan's combined instead"
    ),
    (
      "[", "]  \"GET /",
      "the lines of http-server have no client and no status: log on the proxy before it"
    ),
  ]
}

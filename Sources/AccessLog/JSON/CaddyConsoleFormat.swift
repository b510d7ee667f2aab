extension LogFormat {
  /// What Caddy writes with `format console`.
  ///
  /// Tabs stand between a time, a level, a logger, a message and the rest of its JSON. The time is in
  /// UTC, whatever the machine's zone (Caddy 2.6).
  public static let caddyConsole = LogFormat(
    name: "caddy-console",
    layout: "Caddy's console: 2020/07/08 08:10:30.123, level, http.log.access, message and JSON, "
      + "with tabs between them",
    sample: caddyConsoleSample,
    writer: { caddyConsoleWriter.line(of: $0) }, makeReader: { _ in caddyConsoleReader })

  private static let caddyConsoleSample =
    "2020/07/08 08:10:30.123\tINFO\thttp.log.access.log0\thandled request\t" + #"""
      {"request": {"remote_ip": "192.0.2.1", "remote_port": "41342", "proto": "HTTP/2.0", "method": \#
      "GET", "host": "shop.example.org", "uri": "/pages/create", "headers": {"User-Agent": \#
      ["Mozilla/5.0"], "Referer": ["http://example.com/"]}}, "user_id": "ada", "duration": 0.015, \#
      "size": 1375, "status": 200, "resp_headers": {}}

      """#

  private static let caddyConsoleReader: CaddyConsoleReader = {
    var format = NamedFormat(NamedColumn.caddy)
    format.noStatus = .zero
    format.zone = .utc
    return CaddyConsoleReader(format)
  }()

  private static let caddyConsoleWriter: SampleWriter = {
    let line = Array(caddyConsoleSample.utf8.dropLast())
    var reader = caddyConsoleReader
    return SampleWriter(
      line, reader.values(of: line), NamedColumn.caddy, NamedFormat(NamedColumn.caddy))
  }()
}

extension NamedColumn {
  /// What Caddy writes of a hit, whichever way it encodes it.
  static let caddy = [
    NamedColumn(.time, "ts"), NamedColumn(.client, "request/remote_ip"),
    NamedColumn(.client, "request/remote_addr"), NamedColumn(.status, "status"),
    NamedColumn(.method, "request/method"), NamedColumn(.target, "request/uri"),
    NamedColumn(.httpVersion, "request/proto"), NamedColumn(.bytes, "size"),
    NamedColumn(.user, "user_id"), NamedColumn(.virtualHost, "request/host"),
    NamedColumn(.forwardedFor, "request/headers/X-Forwarded-For"),
    NamedColumn(.referrer, "request/headers/Referer"),
    NamedColumn(.userAgent, "request/headers/User-Agent"), NamedColumn(.duration, "duration"),
  ]
}

/// Reads the lines of Caddy's console.
struct CaddyConsoleReader: NamedReader {
  private let names: NameTree
  var named: NamedFields
  private var guesses = NameGuesses()

  init(_ format: NamedFormat) {
    names = format.names
    named = NamedFields(format)
  }

  var decodes: Bool { true }

  mutating func readValues(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    var cursor = LineCursor(line)
    guard let time = cursor.take(until: tab, bytes), cursor.take(until: tab, bytes) != nil,
      cursor.take("http.log.access", bytes), cursor.take(until: tab, bytes) != nil,
      cursor.take(until: tab, bytes) != nil
    else { return false }
    named.values.clear()
    guard JSONObject.read(bytes, cursor.rest, names, &guesses, into: &named.values) else {
      return false
    }
    // The time stands nowhere in the JSON.
    named.values.set(0, time.lowerBound, time.upperBound, isEscaped: false)
    return true
  }
}

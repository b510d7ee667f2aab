import AccessLog

/// What a line says, with texts in place of ranges.
struct ParsedLine: Equatable {
  var client: String
  var identity: String
  var user: String
  var instant: Int
  /// `nil` if the line has no usable request.
  var method: String?
  var target: String?
  var httpVersion: String?
  var section: String
  var status: Int
  var responseBytes: Int
  var rest: String

  /// Parses a line, or returns `nil` if it is no hit.
  init?(_ line: String, format: LogFormat = .common) {
    self.init(Array(line.utf8), format: format)
  }

  init?(_ line: [UInt8], format: LogFormat = .common) {
    guard case .hit(let hit) = parse(line, format: format) else { return nil }
    func text(_ range: Range<Int>) -> String { String(decoding: line[range], as: UTF8.self) }
    client = text(hit.client)
    identity = text(hit.identity)
    user = text(hit.user)
    instant = hit.instant.seconds
    method = hit.request.map { text($0.method) }
    target = hit.request.map { text($0.target) }
    httpVersion = hit.request.map { text($0.httpVersion) }
    section = hit.request.map { AccessLogTests.section(of: $0.target, in: line) } ?? "-"
    status = hit.status
    responseBytes = hit.responseBytes
    rest = text(hit.rest)
  }
}

/// What a parser that has seen nothing else says of a line.
func parse(_ line: [UInt8], format: LogFormat = .common) -> Line {
  var parser = LineParser(format: format)
  return parser.parse(line, 0..<line.count)
}

func parse(_ line: String, format: LogFormat = .common) -> Line {
  parse(Array(line.utf8), format: format)
}

func section(of range: Range<Int>, in bytes: [UInt8]) -> String {
  let section = Section(of: range, in: bytes)
  return String(decoding: section.name(in: bytes), as: UTF8.self)
}

/// A line whose request field, between its quotes, is `request`.
func line(request: String) -> String {
  #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "\#(request)" 200 1375"#
}

/// A line with that time between its brackets.
func line(time: String) -> String {
  #"192.0.2.1 - - [\#(time)] "GET / HTTP/1.1" 200 1375"#
}

/// A line that ends with what stands behind the request.
func line(ending: String) -> String {
  #"192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] "GET / HTTP/1.1"\#(ending)"#
}

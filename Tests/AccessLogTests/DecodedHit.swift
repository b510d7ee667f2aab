@testable import AccessLog

/// A hit of any format, with texts in place of ranges.
struct DecodedHit {
  let hit: Hit
  private let bytes: [UInt8]

  /// Parses the last of some lines, which are read from the first on; `nil` if it is no hit.
  init?(_ lines: String, _ format: LogFormat) {
    self.init(Array(lines.utf8), format)
  }

  init?(_ lines: [UInt8], _ format: LogFormat) {
    var memory = SourceMemory(.named(format))
    let last = lines.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let before = Array(lines[..<last])
    unsafe memory.learn(before.span.bytes)
    var parser = LineParser(memory)
    var text = LineText(Array(lines[last...]))
    guard case .hit(let hit) = parser.parse(&text, 0..<text.lineEnd) else { return nil }
    self.hit = hit
    bytes = text.bytes
    // What is counted is the same as what is said.
    var scanner = LineScanner(memory: memory, nameKey: 7)
    var records = [LineRecord()]
    var scanned = LineText(Array(lines[last...]))
    var offset = 0
    let count = scanner.scan(&scanned, from: &offset, to: scanned.lineEnd, into: &records)
    guard count == 1, records[0].status == hit.status, records[0].second == hit.instant.seconds,
      records[0].responseBytes == hit.responseBytes,
      records[0].sectionHash == scanner.hash(ofName: Array(section.utf8)),
      records[0].methodKey == scanner.key(ofMethod: Array((method ?? "-").utf8))
    else { return nil }
  }

  private func text(_ range: Range<Int>?) -> String? {
    range.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  var client: String? { text(hit.client) }
  var user: String? { text(hit.user) }
  var method: String? { text(hit.request?.method) }
  var target: String? { text(hit.request?.target) }
  var query: String? { text(hit.request?.query) }
  var httpVersion: String? { text(hit.request?.httpVersion) }
  var virtualHost: String? { text(hit.details.virtualHost) }
  var forwardedFor: String? { text(hit.details.forwardedFor) }
  var server: String? { text(hit.details.server) }
  var referrer: String? { text(hit.referrer(in: bytes)) }
  var userAgent: String? { text(hit.userAgent(in: bytes)) }
  var section: String {
    hit.request.map { AccessLogTests.section(of: $0.target, in: bytes) } ?? "-"
  }
}

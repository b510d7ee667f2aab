import AccessLog
import Canvas
import Query
import Traffic

/// A line of the log as it is looked at: its fields, and what each of them means.
struct LogLineText {
  let entry: LineTail.Entry
  private let bytes: [UInt8]
  /// `nil` if the line cannot be parsed any more.
  private let hit: Hit?

  init(_ entry: LineTail.Entry) {
    self.entry = entry
    var text = LineText(entry.line)
    var parser = LineParser(entry.memory)
    if case .hit(let hit) = parser.parse(&text, 0..<entry.line.count) {
      self.hit = hit
    } else {
      hit = nil
    }
    bytes = text.bytes
  }

  var status: Int { hit?.status ?? 0 }

  /// The text of a dimension; empty where the line lacks it.
  func text(_ dimension: Dimension) -> String {
    guard let hit else { return "" }
    var made: [UInt8] = []
    let bytes = unsafe self.bytes.span.bytes
    switch dimension.value(of: hit, in: bytes, made: &made) {
    case .missing: return ""
    case .logged(let range): return dimension.shown(Array(self.bytes[range]))
    case .made: return dimension.shown(made)
    }
  }

  /// The target of the request as it was sent; `-` without one.
  var target: String {
    guard let request = hit?.request else { return "-" }
    return printableText(bytes[request.target])
      + (request.query.map { "?" + printableText(bytes[$0]) } ?? "")
  }

  var responseBytes: Int { hit?.responseBytes ?? 0 }

  /// How long it took, in seconds.
  var seconds: Double? {
    hit?.details.duration.map {
      Double($0.components.seconds) + Double($0.components.attoseconds) / 1e18
    }
  }

  var statusRole: Role { StatusClass(status: status).role }

  /// Its fields by name, in the order in which they are read.
  func fields(_ zone: Zone) -> [(name: String, text: String, role: Role)] {
    guard let hit else { return [] }
    var fields: [(String, String, Role)] = [
      ("time", zone.iso8601(hit.instant), .text), ("client", text(.client), .accent),
      ("network", text(.network), .accent), ("user", text(.user), .accent),
      ("method", text(.method), .columnHead), ("target", target, .strong),
      ("section", text(.section), .strong), ("protocol", text(.requestProtocol), .muted),
      ("status", text(.status), statusRole), ("bytes", "\(responseBytes)", .text),
      ("duration", seconds.map { durationWords($0) } ?? "", .text),
      ("vhost", text(.virtualHost), .text), ("server", text(.server), .text),
    ]
    let bytes = unsafe self.bytes.span.bytes
    if let referrer = hit.referrer(in: bytes) {
      fields.append(("referrer", printableText(self.bytes[referrer]), .text))
    }
    fields.append(("agent", text(.agent), .text))
    if let agent = hit.userAgent(in: bytes) {
      fields.append(("agent-raw", printableText(self.bytes[agent]), .muted))
    }
    return fields.filter { !$0.1.isEmpty }
  }

  /// The line as logged, with a role for each cell: what stands where a field does has the field's.
  var cells: [Cell] {
    var roles = Array(repeating: Role.text, count: entry.line.count)
    func paint(_ range: Range<Int>?, _ role: Role) {
      guard let range, range.upperBound <= roles.count else { return }
      for index in range { roles[index] = role }
    }
    if let hit {
      let bytes = unsafe self.bytes.span.bytes
      paint(hit.userAgent(in: bytes), .muted)
      paint(hit.referrer(in: bytes), .muted)
      paint(hit.user, .accent)
      paint(hit.client, .accent)
      paint(hit.request?.method, .columnHead)
      paint(hit.request?.target, .strong)
      paint(statusRange(hit), statusRole)
    }
    return zip(entry.line, roles).flatMap { byte, role in
      printableText([byte]).unicodeScalars.map { Cell($0, role) }
    }
  }

  /// Where the status stands: behind the request, in the formats that have it there.
  private func statusRange(_ hit: Hit) -> Range<Int>? {
    guard let request = hit.request else { return nil }
    let start = max(request.httpVersion.upperBound, request.target.upperBound)
    let digits = Array("\(hit.status)".utf8)
    guard digits.count == 3, start + 6 <= entry.line.count else { return nil }
    for place in start..<min(start + 3, entry.line.count - 3)
    where entry.line[place..<place + 3].elementsEqual(digits) {
      return place..<place + 3
    }
    return nil
  }

  private func durationWords(_ seconds: Double) -> String {
    seconds < 1
      ? "\(decimal(seconds * 1_000, places: seconds < 0.01 ? 2 : 0)) ms"
      : "\(decimal(seconds, places: 2)) s"
  }
}

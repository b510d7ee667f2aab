/// Reads the hits of records of two lines, once ``PairedLines`` has put the first line's text behind
/// the second line.
///
/// Between them stands a byte that no logger writes: in JSON it would be an escape. A second line
/// whose first line is not known is a hit all the same, without a request.
struct PairReader: LineReader {
  /// A record separator (ISO 646).
  static let separator: UInt8 = 0x1E

  private var inner: any LineReader
  private var values = NamedValues()
  private(set) var decoded: [UInt8] = []

  /// Creates a reader of lines that another one reads by themselves.
  init(_ inner: any LineReader) { self.inner = inner }

  var isReady: Bool { inner.isReady }
  var decodes: Bool { true }

  mutating func forgetDecoded() { decoded.removeAll(keepingCapacity: true) }

  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    let end = PairReader.endOfLine(bytes, line)
    guard var fields = inner.fields(bytes, line.lowerBound..<end) else { return nil }
    guard end < line.upperBound, let opening = opening(bytes, end + 1..<line.upperBound) else {
      guard fields.isDecoded else { return fields }
      return fields.moved(by: takeDecoded())
    }
    inner.forgetDecoded()
    fields.client = opening.client
    fields.request = opening.request.map { .columns($0) } ?? .none
    fields.isDecoded = opening.isDecoded
    return fields
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    let end = PairReader.endOfLine(bytes, line)
    guard var hit = inner.hit(bytes, line.lowerBound..<end) else { return nil }
    guard end < line.upperBound, let opening = opening(bytes, end + 1..<line.upperBound) else {
      guard hit.isDecoded else { return hit }
      return hit.moved(by: takeDecoded())
    }
    inner.forgetDecoded()
    let none = opening.client.upperBound..<opening.client.upperBound
    var details = HitDetails()
    details.virtualHost = opening.virtualHost
    details.server = opening.server
    details.duration = hit.details.duration
    hit = Hit(
      instant: hit.instant, client: opening.client, identity: none, user: none,
      request: opening.request, status: hit.status, responseBytes: hit.responseBytes, rest: none,
      details: details)
    hit.isDecoded = opening.isDecoded
    return hit
  }

  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine {
    inner.other(bytes, line.lowerBound..<PairReader.endOfLine(bytes, line))
  }

  mutating func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine {
    PairReader.endOfLine(bytes, line) < line.upperBound ? .none : inner.paired(bytes, line)
  }

  /// Where the second line ends.
  private static func endOfLine(_ bytes: RawSpan, _ line: Range<Int>) -> Int {
    bytes.firstOffset(of: separator, from: line.lowerBound, to: line.upperBound)
  }

  private mutating func takeDecoded() -> Int {
    defer {
      decoded += inner.decoded
      inner.forgetDecoded()
    }
    return decoded.count
  }

  /// What a first line says.
  private struct Opening {
    var client: Range<Int>
    var request: Request?
    var virtualHost: Range<Int>?
    var server: Range<Int>?
    var isDecoded: Bool
  }

  /// The names in the text of a first line; see ``PairedLine``.
  static let names = ["client", "method", "target", "host", "server"]
  private static let tree = NameTree(names.enumerated().map { ($1, $0) })

  private mutating func opening(_ bytes: RawSpan, _ text: Range<Int>) -> Opening? {
    values.clear()
    guard JSONObject.read(bytes, text, PairReader.tree, into: &values) else { return nil }
    let isDecoded = values.escaped != 0
    var places: [Range<Int>?] = []
    for entry in PairReader.names.indices {
      guard values.seen & 1 << UInt64(entry) != 0, !values.place(entry).isEmpty else {
        places.append(nil)
        continue
      }
      let place = values.place(entry)
      guard isDecoded else {
        places.append(place)
        continue
      }
      let start = decoded.count
      NamedFormat.Escapes.json.append(bytes, place, to: &decoded)
      places.append(start..<decoded.count)
    }
    guard isDecoded else { return PairReader.opening(bytes, places, isDecoded: false) }
    let text = decoded
    return unsafe PairReader.opening(text.span.bytes, places, isDecoded: true)
  }

  private static func opening(
    _ bytes: RawSpan, _ places: [Range<Int>?], isDecoded: Bool
  ) -> Opening? {
    guard let who = places[0], let client = ClientField.client(bytes, who) else { return nil }
    var request: Request?
    if let method = places[1], let target = places[2], RequestParser.isMethod(bytes, method) {
      request = Request(
        method: method, target: target, httpVersion: target.upperBound..<target.upperBound)
    }
    return Opening(
      client: client, request: request, virtualHost: places[3], server: places[4],
      isDecoded: isDecoded)
  }
}

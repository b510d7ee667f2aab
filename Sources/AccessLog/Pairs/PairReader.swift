/// Reads the hits of records of two lines, once ``PairedLines`` has put behind each line what it took
/// of it, so that no line is read twice.
///
/// Behind a first line stands ``separator``; behind a second one that, three numbers and the first
/// line's text. ``PairedLines`` lets that byte stand nowhere else, and no logger writes it: in JSON it
/// would be an escape. A second line whose first line is not known is a hit all the same, without a
/// request.
struct PairReader: LineReader {
  /// A record separator (ISO 646).
  static let separator: UInt8 = 0x1E
  /// The most bytes that the numbers of a second line take.
  static let longestNumbers = 64

  private var inner: any LineReader
  private var values = NamedValues()
  private var guesses = NameGuesses()
  private(set) var decoded: [UInt8] = []

  /// Creates a reader of lines that another one reads by themselves.
  init(_ inner: any LineReader) { self.inner = inner }

  var isReady: Bool { inner.isReady }
  var decodes: Bool { true }

  mutating func forgetDecoded() { decoded.removeAll(keepingCapacity: true) }

  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    let end = PairReader.endOfLine(bytes, line)
    guard end + 1 != line.upperBound else { return nil }
    guard let (numbers, opening) = joined(bytes, end, line) else {
      return fields(ofInner: bytes, line.lowerBound..<end)
    }
    return LineFields(
      instant: Instant(numbers.second), client: opening.client,
      request: opening.request.map { .columns($0) } ?? .none, status: numbers.status,
      responseBytes: 0, duration: LoggedDuration(nanoseconds: numbers.nanoseconds),
      isDecoded: opening.isDecoded)
  }

  private mutating func fields(ofInner bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard let fields = inner.fields(bytes, line) else { return nil }
    return fields.isDecoded ? fields.moved(by: takeDecoded()) : fields
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    let end = PairReader.endOfLine(bytes, line)
    guard end + 1 != line.upperBound else { return nil }
    guard let (numbers, opening) = joined(bytes, end, line) else {
      return hit(ofInner: bytes, line.lowerBound..<end)
    }
    let none = opening.client.upperBound..<opening.client.upperBound
    var details = HitDetails()
    details.virtualHost = opening.virtualHost
    details.server = opening.server
    details.duration = .nanoseconds(numbers.nanoseconds)
    var hit = Hit(
      instant: Instant(numbers.second), client: opening.client, identity: none, user: none,
      request: opening.request, status: numbers.status, responseBytes: 0, rest: none,
      details: details)
    hit.isDecoded = opening.isDecoded
    return hit
  }

  private mutating func hit(ofInner bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard let hit = inner.hit(bytes, line) else { return nil }
    return hit.isDecoded ? hit.moved(by: takeDecoded()) : hit
  }

  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine {
    let end = PairReader.endOfLine(bytes, line)
    return end + 1 == line.upperBound
      ? .part : inner.other(bytes, line.lowerBound..<end)
  }

  /// The time of a line to which nothing has been joined.
  func instant(_ bytes: RawSpan, _ line: Range<Int>) -> Instant? { inner.instant(bytes, line) }

  mutating func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine {
    inner.paired(bytes, line)
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

  /// What stands behind a second line that ends at a place; `nil` if nothing does.
  private mutating func joined(
    _ bytes: RawSpan, _ end: Int, _ line: Range<Int>
  ) -> (PairedNumbers, Opening)? {
    guard end < line.upperBound,
      let (numbers, text) = numbers(bytes, end + 1..<line.upperBound),
      let opening = opening(bytes, text)
    else { return nil }
    return (numbers, opening)
  }

  /// The numbers of a second line, and where the text of its first line stands behind them.
  private func numbers(
    _ bytes: RawSpan, _ suffix: Range<Int>
  ) -> (PairedNumbers, text: Range<Int>)? {
    var place = suffix.lowerBound
    func next() -> Int? {
      guard let number = DecimalText(bytes, place..<suffix.upperBound),
        number.end < suffix.upperBound, bytes[number.end] == space,
        let value = number.scaled(by: 0)
      else { return nil }
      place = number.end + 1
      return number.isNegative ? -value : value
    }
    guard let second = next(), let status = next(), let nanoseconds = next() else { return nil }
    return (
      PairedNumbers(second: second, status: status, nanoseconds: nanoseconds),
      place..<suffix.upperBound
    )
  }

  private mutating func opening(_ bytes: RawSpan, _ text: Range<Int>) -> Opening? {
    values.clear()
    guard JSONObject.read(bytes, text, PairReader.tree, &guesses, into: &values) else {
      return nil
    }
    let isDecoded = values.escaped != 0
    // Empty where there is none.
    var places = InlineArray<5, Range<Int>>(repeating: 0..<0)
    for entry in PairReader.names.indices where values.seen & 1 << UInt64(entry) != 0 {
      places[entry] = values.place(entry)
      guard isDecoded else { continue }
      let start = decoded.count
      NamedFormat.Escapes.json.append(bytes, places[entry], to: &decoded)
      places[entry] = start..<decoded.count
    }
    guard isDecoded else { return PairReader.opening(bytes, places, isDecoded: false) }
    let text = decoded
    return unsafe PairReader.opening(text.span.bytes, places, isDecoded: true)
  }

  private static func opening(
    _ bytes: RawSpan, _ places: InlineArray<5, Range<Int>>, isDecoded: Bool
  ) -> Opening? {
    guard !places[0].isEmpty, let client = ClientField.client(bytes, places[0]) else { return nil }
    func place(_ entry: Int) -> Range<Int>? { places[entry].isEmpty ? nil : places[entry] }
    var request: Request?
    if let method = place(1), let target = place(2), RequestParser.isMethod(bytes, method) {
      request = Request(
        method: method, target: target, httpVersion: target.upperBound..<target.upperBound)
    }
    return Opening(
      client: client, request: request, virtualHost: place(3), server: place(4),
      isDecoded: isDecoded)
  }
}

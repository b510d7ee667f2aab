/// Reads the lines that Fastify writes of a request: one when it comes, and one when it is answered.
///
/// The second is the hit, and says neither who sent the request nor what it was: see ``PairedLines``.
/// By itself it is a hit of the client `-` without a request.
struct FastifyReader: LineReader {
  /// The values that are read.
  private enum Value: Int {
    case time
    case process
    case host
    case request
    case status
    case duration
    case method
    case target
    case virtualHost
    case client
  }

  private static let names = NameTree([
    ("time", Value.time.rawValue), ("pid", Value.process.rawValue),
    ("hostname", Value.host.rawValue), ("reqId", Value.request.rawValue),
    ("res/statusCode", Value.status.rawValue), ("responseTime", Value.duration.rawValue),
    ("req/method", Value.method.rawValue), ("req/url", Value.target.rawValue),
    // What later versions call `host`.
    ("req/hostname", Value.virtualHost.rawValue), ("req/host", Value.virtualHost.rawValue),
    ("req/remoteAddress", Value.client.rawValue),
  ])

  private var values = NamedValues()
  /// Of each of the two lines, which have other keys.
  private var guesses = [NameGuesses(), NameGuesses()]
  private var times = AnyTime()
  private(set) var decoded: [UInt8] = []

  var decodes: Bool { true }

  mutating func forgetDecoded() { decoded.removeAll(keepingCapacity: true) }

  mutating func fields(_ bytes: RawSpan, _ line: Range<Int>) -> LineFields? {
    guard read(bytes, line), let second = second(bytes), let status = status(bytes),
      has(.request), let nanoseconds = nanoseconds(bytes)
    else { return nil }
    decoded.append(dash)
    return LineFields(
      instant: second, client: decoded.count - 1..<decoded.count, request: .none, status: status,
      responseBytes: 0, duration: LoggedDuration(nanoseconds: nanoseconds), isDecoded: true)
  }

  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard let fields = fields(bytes, line) else { return nil }
    let none = decoded.count..<decoded.count
    var details = HitDetails()
    details.duration = nanoseconds(bytes).map { .nanoseconds($0) }
    if has(.host) {
      let start = decoded.count
      NamedFormat.Escapes.json.append(bytes, place(.host), to: &decoded)
      details.server = start..<decoded.count
    }
    var hit = Hit(
      instant: fields.instant, client: fields.client, identity: none, user: none, request: nil,
      status: fields.status, responseBytes: 0, rest: none, details: details)
    hit.isDecoded = true
    return hit
  }

  func other(_ bytes: RawSpan, _ line: Range<Int>) -> OtherLine {
    var reader = self
    guard reader.read(bytes, line), reader.has(.request), !reader.has(.status),
      reader.second(bytes) != nil, reader.isOpening()
    else { return .malformed }
    return .part
  }

  mutating func paired(_ bytes: RawSpan, _ line: Range<Int>) -> PairedLine {
    guard read(bytes, line), has(.request), let second = second(bytes) else { return .none }
    var key: [UInt8] = []
    key.reserveCapacity(64)
    for value in [Value.process, .host, .request] {
      // Each process counts its own requests, each machine its own processes.
      if has(value) { append(value, bytes, to: &key) }
      key.append(space)
    }
    // What is logged of an error has a request and a status, and no duration.
    if has(.status) {
      guard has(.duration) else { return .none }
      var numbers: PairedNumbers?
      if let status = status(bytes), let nanoseconds = nanoseconds(bytes) {
        numbers = PairedNumbers(
          second: second.seconds, status: status, nanoseconds: nanoseconds)
      }
      return .completion(key: key, second: second.seconds, numbers: numbers)
    }
    guard isOpening() else { return .none }
    var text: [UInt8] = [UInt8(ascii: "{")]
    text.reserveCapacity(line.count)
    for (index, value) in FastifyReader.parts.enumerated() where has(value) {
      if text.count > 1 { text.append(UInt8(ascii: ",")) }
      text += FastifyReader.keys[index]
      append(value, bytes, to: &text)
      text.append(doubleQuote)
    }
    text.append(UInt8(ascii: "}"))
    return .opening(key: key, second: second.seconds, text: text)
  }

  private mutating func read(_ bytes: RawSpan, _ line: Range<Int>) -> Bool {
    values.clear()
    // They end with `request"}` and `completed"}`; for what ends otherwise either will do.
    let last = line.count < 3 ? 0 : bytes[line.upperBound - 3]
    return JSONObject.read(
      bytes, line, FastifyReader.names, &guesses[Int(last &>> 4 & 1)], into: &values)
  }

  // Nothing here changes the reader, but a method that did not say so would copy it.

  @inline(__always)
  private mutating func has(_ value: Value) -> Bool {
    values.seen & 1 << UInt64(value.rawValue) != 0
  }

  @inline(__always)
  private mutating func place(_ value: Value) -> Range<Int> { values.place(value.rawValue) }

  /// Whether the line, which has no status, says what was asked for and by whom.
  @inline(__always)
  private mutating func isOpening() -> Bool { has(.method) && has(.target) && has(.client) }

  /// Appends a value as it is written; control characters have no place in JSON.
  @inline(__always)
  private mutating func append(_ value: Value, _ bytes: RawSpan, to text: inout [UInt8]) {
    let place = place(value)
    let start = text.count
    bytes.append(place, to: &text)
    let control = bytes.firstOffset(from: place.lowerBound, to: place.upperBound) {
      $0 .< .all(space)
    }
    guard control < place.upperBound else { return }
    for index in start..<text.count where text[index] < space { text[index] = space }
  }

  /// The values that the text of a first line has, and their keys, up to where each value begins.
  private static let parts = [Value.client, .method, .target, .virtualHost, .host]
  private static let keys = PairReader.names.map { Array("\"\($0)\":\"".utf8) }

  @inline(__always)
  private mutating func second(_ bytes: RawSpan) -> Instant? {
    has(.time) ? times.instant(bytes, place(.time)) : nil
  }

  @inline(__always)
  private mutating func status(_ bytes: RawSpan) -> Int? {
    guard has(.status), place(.status).count == 3 else { return nil }
    return bytes.word(at: place(.status).lowerBound, count: 3).status
  }

  @inline(__always)
  private mutating func nanoseconds(_ bytes: RawSpan) -> Int? {
    has(.duration) ? DurationUnit.milliseconds.nanoseconds(bytes, place(.duration)) : nil
  }
}

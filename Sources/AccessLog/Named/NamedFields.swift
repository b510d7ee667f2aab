/// What the named values of a line say.
///
/// Some methods are mutating that change nothing: the call of another one would copy all of it.
struct NamedFields: Sendable {
  private let format: NamedFormat
  /// The values of the line; a reader sets them before it asks for fields.
  var values = NamedValues()
  /// Where the fields stand: in the line, or in ``decoded``.
  private var places = InlineArray<16, Range<Int>>(repeating: 0..<0)
  /// Which fields the line has, a bit for each.
  private var found: UInt32 = 0
  private var times: AnyTime
  private(set) var decoded: [UInt8] = []

  init(_ format: NamedFormat) {
    self.format = format
    times = AnyTime(format.zone)
  }

  mutating func forgetDecoded() {
    decoded.removeAll(keepingCapacity: true)
  }

  /// The fields that are counted, or `nil` if the values are no hit.
  @inline(__always)
  mutating func fields(_ bytes: RawSpan) -> LineFields? {
    guard find(NamedFields.counted, bytes) else { return fields(in: bytes) }
    // The array is the reader's own; the span ends before it changes.
    let text = decoded
    var fields = unsafe fields(in: text.span.bytes)
    fields?.isDecoded = true
    return fields
  }

  /// All that the values say, or `nil` if they are no hit.
  mutating func hit(_ bytes: RawSpan, _ line: Range<Int>) -> Hit? {
    guard find(.max, bytes) else { return hit(in: bytes, end: line.upperBound) }
    let text = decoded
    var hit = unsafe hit(in: text.span.bytes, end: text.count)
    hit?.isDecoded = true
    return hit
  }

  private static let counted = NamedField.counted.reduce(UInt32(0)) {
    $0 | 1 << UInt32($1.rawValue)
  }

  /// Finds the fields that are asked for, and returns whether they had to be decoded.
  @inline(__always)
  private mutating func find(_ wanted: UInt32, _ bytes: RawSpan) -> Bool {
    var chosen: UInt64 = 0
    found = 0
    var rest = wanted & 0xFFFF
    while rest != 0 {
      let field = rest.trailingZeroBitCount
      rest &= rest &- 1
      let candidates = values.seen & format.values[field & 15]
      guard candidates != 0 else { continue }
      let entry = candidates.trailingZeroBitCount
      chosen |= 1 &<< UInt64(entry)
      found |= 1 &<< UInt32(field)
      places[field & 15] = values.place(entry)
    }
    guard chosen & values.escaped != 0 else { return false }
    decode(bytes)
    return true
  }

  /// Decodes all fields that were found.
  @inline(never)
  private mutating func decode(_ bytes: RawSpan) {
    for field in NamedField.allCases where found & 1 << UInt32(field.rawValue) != 0 {
      let start = decoded.count
      let place = places[field.rawValue]
      let entry = (values.seen & format.values[field.rawValue]).trailingZeroBitCount
      if values.escaped & 1 << UInt64(entry) != 0 {
        format.escapes.append(bytes, place, to: &decoded)
      } else {
        bytes.append(place, to: &decoded)
      }
      places[field.rawValue] = start..<decoded.count
    }
  }

  /// Where a field stands that is not empty.
  @inline(__always)
  private func place(_ field: NamedField) -> Range<Int>? {
    guard found & 1 &<< UInt32(truncatingIfNeeded: field.rawValue) != 0 else { return nil }
    let place = places[field.rawValue & 15]
    return place.isEmpty ? nil : place
  }

  /// The same of a field that is not `-` either.
  @inline(__always)
  private func text(_ field: NamedField, _ bytes: RawSpan) -> Range<Int>? {
    guard let place = place(field), place.count > 1 || bytes[place.lowerBound] != dash else {
      return nil
    }
    return place
  }

  @inline(__always)
  private mutating func fields(in bytes: RawSpan) -> LineFields? {
    guard !format.needsDuration || place(.duration) != nil, let status = status(bytes),
      let time = place(.time), let who = place(.client),
      let client = ClientField.client(bytes, who), let instant = times.instant(bytes, time),
      let size = size(bytes)
    else { return nil }
    return LineFields(
      instant: instant, client: client, request: request(bytes).map { .columns($0) } ?? .none,
      status: status, responseBytes: size,
      duration: nanoseconds(bytes).map { LoggedDuration(nanoseconds: $0) } ?? .none)
  }

  private mutating func hit(in bytes: RawSpan, end: Int) -> Hit? {
    guard let fields = fields(in: bytes) else { return nil }
    var details = HitDetails()
    details.virtualHost = place(.virtualHost)
    if format.hasAbsoluteTargets, let target = place(.target) ?? place(.request) {
      details.virtualHost = AbsoluteTarget(bytes, target)?.virtualHost ?? details.virtualHost
    }
    details.forwardedFor = place(.forwardedFor)
    details.server = place(.server)
    details.referrer = place(.referrer)
    details.userAgent = place(.userAgent)
    details.duration = nanoseconds(bytes).map { .nanoseconds($0) }
    let none = end..<end
    return Hit(
      instant: fields.instant, client: fields.client, identity: none, user: place(.user) ?? none,
      request: fields.request.parts(bytes), status: fields.status,
      responseBytes: fields.responseBytes, rest: none, details: details)
  }

  private mutating func nanoseconds(_ bytes: RawSpan) -> Int? {
    let candidates = values.seen & format.values[NamedField.duration.rawValue]
    guard candidates != 0, let place = place(.duration) else { return nil }
    return format.units[candidates.trailingZeroBitCount].nanoseconds(bytes, place)
  }

  /// 0 to 999, or `nil` if the values are no hit.
  @inline(__always)
  private func status(_ bytes: RawSpan) -> Int? {
    guard let place = place(.status) else { return format.noStatus == .missing ? 0 : nil }
    if place.count == 3 { return bytes.word(at: place.lowerBound, count: 3).status }
    if place.count > 3 { return NamedFields.longStatus(bytes, place) }
    guard format.noStatus == .zero else { return nil }
    return switch (place.count, bytes[place.lowerBound]) {
    case (1, UInt8(ascii: "0")), (1, dash): 0
    case (2, dash): bytes[place.lowerBound + 1] == UInt8(ascii: "1") ? 0 : nil
    default: nil
    }
  }

  /// The response bytes, 0 where there are none; `nil` if what stands there is no number.
  @inline(__always)
  private func size(_ bytes: RawSpan) -> Int? {
    guard let place = text(.bytes, bytes) else { return 0 }
    guard place.count < 8 else { return NamedFields.unusualSize(bytes, place) }
    let word = bytes.word(at: place.lowerBound, count: place.count)
    return word.digitCount == place.count
      ? word.number(digits: place.count) : NamedFields.unusualSize(bytes, place)
  }

  /// What is large, or has been a floating-point number on its way, as in `1375.0`.
  @inline(never)
  private static func unusualSize(_ bytes: RawSpan, _ place: Range<Int>) -> Int? {
    guard let number = DecimalText(bytes, place), number.end == place.upperBound else { return nil }
    return place.allSatisfy { bytes[$0].isDigit } ? number.scaled(by: 0) ?? .max : number.whole
  }

  /// `200.0`.
  @inline(never)
  private static func longStatus(_ bytes: RawSpan, _ place: Range<Int>) -> Int? {
    guard let number = DecimalText(bytes, place), number.end == place.upperBound, number.isFloating,
      let status = number.whole, (100...999).contains(status)
    else { return nil }
    return status
  }

  /// The request; `nil` if the values are no method and target.
  ///
  /// Logstash and others name a target `request`.
  @inline(__always)
  private mutating func request(_ bytes: RawSpan) -> Request? {
    var target = text(.target, bytes)
    if let whole = text(.request, bytes) {
      if let request = RequestParser.request(bytes, whole) { return request }
      if bytes[whole.lowerBound] == UInt8(ascii: "/") { target = target ?? whole }
    }
    guard let method = place(.method), let target, RequestParser.isMethod(bytes, method) else {
      return nil
    }
    var request = Request(
      method: method, target: target, httpVersion: target.upperBound..<target.upperBound)
    if format.hasAbsoluteTargets, let absolute = AbsoluteTarget(bytes, target) {
      request.target = absolute.path
    }
    // A bare `1.1` is no protocol.
    if let version = place(.httpVersion), !bytes[version.lowerBound].isDigit {
      request.httpVersion = version
    }
    if var query = text(.query, bytes), !NamedFields.holdsQuery(bytes, target) {
      if bytes[query.lowerBound] == UInt8(ascii: "?") {
        query = query.lowerBound + 1..<query.upperBound
      }
      request.query = query
    }
    return request
  }

  private static func holdsQuery(_ bytes: RawSpan, _ target: Range<Int>) -> Bool {
    bytes.firstOffset(of: UInt8(ascii: "?"), from: target.lowerBound, to: target.upperBound)
      < target.upperBound
  }
}

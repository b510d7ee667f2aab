/// Where the fields of a usual line stand, found from its record; see
/// ``LineScanner/fillUsual(_:_:from:to:)``.
///
/// `nil` is for what only the parser can tell.
struct UsualLine {
  let record: LineRecord
  /// Where the line ends, without its newline and a `\r` before that.
  let end: Int

  /// The bracket before the time: `client - user [time] "`.
  @inline(__always)
  private var bracket: Int { Int(record.methodStart) &- CachedTimestamp.length }

  /// Where the user begins, who is mostly `-`.
  @inline(__always)
  private func userStart(_ bytes: RawSpan) -> Int {
    var start = bracket &- 2
    while bytes[start &- 1] != space { start &-= 1 }
    return start
  }

  @inline(__always)
  func client(_ bytes: RawSpan) -> Range<Int> {
    Int(record.start)..<userStart(bytes) &- 3
  }

  /// The client, if it is an IPv4 address.
  @inline(__always)
  func ipv4Client(_ bytes: RawSpan) -> UInt32? {
    let client = client(bytes)
    guard bytes.isUsualIPv4(client), let address = Address(usualIPv4: client, in: bytes) else {
      return nil
    }
    return UInt32(truncatingIfNeeded: address.low)
  }

  /// The name of the client, where it stands in the line.
  @inline(__always)
  func namedClient(_ bytes: RawSpan) -> Range<Int>? {
    let client = client(bytes)
    return bytes.isUsualIPv4(client) ? client : UsualLine.unusualName(client, bytes)
  }

  @inline(never)
  private static func unusualName(_ client: Range<Int>, _ bytes: RawSpan) -> Range<Int>? {
    guard case .logged(let range) = ClientName(bytes, client) else { return nil }
    return range
  }

  @inline(__always)
  func user(_ bytes: RawSpan) -> Range<Int>? {
    let start = userStart(bytes)
    return bytes[start] == doubleQuote ? nil : start..<bracket &- 1
  }

  @inline(__always)
  var method: Range<Int> {
    Int(record.methodStart)..<Int(record.methodStart) &+ Int(record.methodLength)
  }

  @inline(__always)
  private var targetStart: Int { method.upperBound &+ 1 }

  /// The section holds no quote and no `?`: what ends the request or the path stands behind it.
  @inline(__always)
  private var sectionEnd: Int { Int(record.sectionStart) &+ Int(record.sectionLength) }

  /// The quote behind the request.
  @inline(__always)
  private func requestEnd(_ bytes: RawSpan) -> Int {
    closingQuote(bytes, from: sectionEnd, to: end)
  }

  @inline(__always)
  func path(_ bytes: RawSpan) -> Range<Int>? {
    let mark = bytes.firstOffset(from: sectionEnd, to: end) {
      ($0 .== .all(UInt8(ascii: "?"))) .| ($0 .== .all(doubleQuote))
    }
    guard mark < end else { return nil }
    guard bytes[mark] == doubleQuote else { return targetStart..<mark }
    guard bytes[mark &- 1] != UInt8(ascii: "\\") else { return nil }
    return targetStart..<mark &- RequestParser.versionLength
  }

  @inline(__always)
  func requestProtocol(_ bytes: RawSpan) -> Range<Int>? {
    let quote = requestEnd(bytes)
    return quote &- RequestParser.versionLength &+ 1..<quote
  }

  @inline(__always)
  func section(_ components: Int, _ bytes: RawSpan) -> Range<Int>? {
    let start = targetStart
    let targetEnd = requestEnd(bytes) &- RequestParser.versionLength
    var sectionEnd = sectionEnd
    var left = components &- 1
    while left > 0, sectionEnd < targetEnd, bytes[sectionEnd] == UInt8(ascii: "/") {
      sectionEnd = Section.segmentEnd(from: sectionEnd &+ 1, to: targetEnd, in: bytes)
      left &-= 1
    }
    while sectionEnd > start &+ 1, bytes[sectionEnd &- 1] == UInt8(ascii: "/") {
      sectionEnd &-= 1
    }
    return start..<sectionEnd
  }

  /// What the combined format adds, if it is there.
  @inline(__always)
  func combinedFields(_ bytes: RawSpan) -> CombinedFields? {
    // Status and a space stand before the response bytes.
    var index = requestEnd(bytes) &+ 6
    while index < end, !bytes[index].isSeparator { index &+= 1 }
    return CombinedFields(rest: bytes.endOfSeparators(from: index, to: end)..<end, in: bytes)
  }
}

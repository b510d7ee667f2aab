extension LineScanner {
  /// The hit of a record that was scanned from `bytes`, with the parts that are asked for.
  ///
  /// Other parts may be empty. The record's line ends at `end`, without its newline. Of a usual line most is known from the record, which takes a fifth of the time of parsing it
  /// again.
  ///
  /// - Precondition: The record is a hit.
  /// - Complexity: O(length of the parts), without allocation.
  @inline(__always)
  package mutating func hit(
    of record: LineRecord, endingAt end: Int, _ bytes: RawSpan, _ parts: HitParts
  ) -> Hit {
    guard record.isUsual else { return parsedHit(of: record, endingAt: end, bytes) }
    let requestStart = Int(record.methodStart)
    // `client - user [time] "`, mostly with `-` for the user.
    let bracket = requestStart &- CachedTimestamp.length
    var userStart = bracket &- 2
    while bytes[userStart &- 1] != space { userStart &-= 1 }
    let clientEnd = userStart &- 3
    var hit = Hit(
      instant: Instant(record.second), client: Int(record.start)..<clientEnd,
      identity: clientEnd &+ 1..<clientEnd &+ 2, user: userStart..<bracket &- 1,
      request: nil, status: Int(record.status), responseBytes: record.responseBytes, rest: end..<end
    )
    let methodEnd = requestStart &+ Int(record.methodLength)
    var request = Request(
      method: requestStart..<methodEnd, target: methodEnd &+ 1..<methodEnd &+ 1,
      httpVersion: methodEnd..<methodEnd)
    if !parts.isEmpty {
      // No quote stands in the section: the first one in the request ends it.
      let quote = closingQuote(
        bytes, from: Int(record.sectionStart) &+ Int(record.sectionLength), to: end)
      let targetEnd = quote &- RequestParser.versionLength
      request.target = methodEnd &+ 1..<targetEnd
      request.httpVersion = targetEnd &+ 1..<quote
      if parts.contains(.rest) {
        hit.rest = rest(bytes, behind: quote &+ 6, to: end)
        hit.details.server = serverPlace
      }
    }
    hit.request = request
    return hit
  }

  /// What stands behind the response bytes, which begin at `start`.
  @inline(__always)
  private func rest(_ bytes: RawSpan, behind start: Int, to end: Int) -> Range<Int> {
    var index = start
    while index < end, !bytes[index].isSeparator { index &+= 1 }
    return bytes.endOfSeparators(from: index, to: end)..<end
  }

  @inline(never)
  private mutating func parsedHit(
    of record: LineRecord, endingAt end: Int, _ bytes: RawSpan
  ) -> Hit {
    if decodes, let hit = decodedHit(of: record) { return hit }
    guard let hit = hit(bytes, Int(record.start)..<end) else {
      preconditionFailure("the record is of a line that is no hit")
    }
    return hit
  }

  /// The end of the line whose record is at `index`, without its newline and a `\r` before that;
  /// `next` is where the line behind the last record begins.
  @inline(__always)
  package static func lineEnd(
    _ records: Span<LineRecord>, _ index: Int, count: Int, next: Int, _ bytes: RawSpan
  ) -> Int {
    lineEnd(
      from: Int(records[index].start), before: nextLine(records, index, count: count, next: next),
      bytes)
  }

  /// The same of a line of which something stands at `start` and that another one at `next` follows.
  @inline(__always)
  static func lineEnd(from start: Int, before next: Int, _ bytes: RawSpan) -> Int {
    var end = next
    if end > start, bytes[end &- 1] == UInt8(ascii: "\n") { end &-= 1 }
    if end > start, bytes[end &- 1] == UInt8(ascii: "\r") { end &-= 1 }
    return end
  }

  /// Where the line behind that of a record begins.
  @inline(__always)
  static func nextLine(
    _ records: Span<LineRecord>, _ index: Int, count: Int, next: Int
  ) -> Int {
    index &+ 1 < count ? Int(records[index &+ 1].start) : next
  }
}

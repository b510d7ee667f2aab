/// Where the fields of a usual line stand, found from its record; see
/// ``LineScanner/fillUsual(_:_:from:to:)``.
///
/// `nil` is for what only the parser can tell.
struct UsualLine {
  let record: LineRecord

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
    let start = Int(record.start)
    // What begins like an IPv4 address is one: the record is of no usual line otherwise.
    let count = bytes.vector(at: start).countOfIPv4
    if count > 0 { return start..<start &+ count }
    return record.hasNamedClient ? client(bytes) : UsualLine.unusualName(client(bytes), bytes)
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

  /// The quote behind the request, which is the first one: it stands behind a digit.
  @inline(__always)
  private func requestEnd(_ bytes: RawSpan) -> Int {
    bytes.quoteOffset(from: sectionEnd, to: bytes.byteCount)
  }

  @inline(__always)
  func path(_ bytes: RawSpan) -> Range<Int> {
    let start = sectionEnd
    guard start <= bytes.byteCount &- 64 else { return longPath(bytes) }
    // In bounds: 64 bytes stand there.
    let quotes = unsafe bytes.uncheckedMarks(of: doubleQuote, at: start)
    let queries = unsafe bytes.uncheckedMarks(of: UInt8(ascii: "?"), at: start)
    guard quotes != 0 else { return longPath(bytes) }
    let targetEnd = start &+ quotes.trailingZeroBitCount &- RequestParser.versionLength
    let query = start &+ queries.trailingZeroBitCount
    return targetStart..<(query < targetEnd ? query : targetEnd)
  }

  /// The same of any length, and at the end of all bytes.
  @inline(never)
  private func longPath(_ bytes: RawSpan) -> Range<Int> {
    let targetEnd = requestEnd(bytes) &- RequestParser.versionLength
    let query = bytes.firstOffset(from: sectionEnd, to: targetEnd) {
      $0 .== .all(UInt8(ascii: "?"))
    }
    return targetStart..<query
  }

  @inline(__always)
  func requestProtocol(_ bytes: RawSpan) -> Range<Int> {
    let quote = requestEnd(bytes)
    return quote &- RequestParser.versionLength &+ 1..<quote
  }

  @inline(__always)
  func section(_ components: Int, _ bytes: RawSpan) -> Range<Int> {
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

  /// What the combined format adds, if it is there; the line is followed by what begins at `next`.
  @inline(__always)
  func combinedFields(_ bytes: RawSpan, before next: Int) -> CombinedFields? {
    var quotes = Quotes(from: sectionEnd, to: next, in: bytes)
    // Status and a space stand before the response bytes.
    let sizeStart = quotes.next(in: bytes) &+ 6
    let referrer = quotes.next(in: bytes) &+ 1
    let referrerEnd = quotes.next(in: bytes)
    let agent = quotes.next(in: bytes) &+ 1
    let agentEnd = quotes.next(in: bytes)
    guard agentEnd < next else { return separatedFields(bytes, behind: sizeStart, before: next) }
    let sizeEnd = (bytes.vector(at: sizeStart) .== .all(space)).bits.trailingZeroBitCount
    // A quote behind a backslash is part of its field.
    guard sizeEnd < 15, referrer == sizeStart &+ sizeEnd &+ 2, agent == referrerEnd &+ 3,
      bytes[referrerEnd &+ 1] == space, bytes[referrerEnd &- 1] != UInt8(ascii: "\\"),
      bytes[agentEnd &- 1] != UInt8(ascii: "\\")
    else { return separatedFields(bytes, behind: sizeStart, before: next) }
    return CombinedFields(referrer: referrer..<referrerEnd, userAgent: agent..<agentEnd)
  }

  /// The same, with any separators and with backslashes before quotes.
  @inline(never)
  private func separatedFields(
    _ bytes: RawSpan, behind sizeStart: Int, before next: Int
  ) -> CombinedFields? {
    let end = LineScanner.lineEnd(from: sizeStart, before: next, bytes)
    var index = sizeStart
    while index < end, !bytes[index].isSeparator { index &+= 1 }
    return CombinedFields(rest: bytes.endOfSeparators(from: index, to: end)..<end, in: bytes)
  }
}

extension RawSpan {
  /// The first quote in a range, or its end.
  ///
  /// Where fields end cannot be foreseen: a branch for each 16 bytes of them would be guessed wrong.
  @inline(__always)
  fileprivate func quoteOffset(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end {
      guard index <= byteCount &- 64 else {
        return firstOffset(of: doubleQuote, from: index, to: end)
      }
      // In bounds: 64 bytes stand there.
      let marks = unsafe uncheckedMarks(of: doubleQuote, at: index)
      if marks != 0 {
        let quote = index &+ marks.trailingZeroBitCount
        return quote < end ? quote : end
      }
      index &+= 64
    }
    return end
  }
}

/// The quotes of a range, one after the other.
///
/// Each 64 bytes are looked at once: what is between two quotes is mostly shorter.
private struct Quotes {
  private var block: Int
  private var marks: UInt64
  private let end: Int

  @inline(__always)
  init(from start: Int, to end: Int, in bytes: RawSpan) {
    self.end = end
    block = start
    marks = Quotes.marks(bytes, at: start)
  }

  /// The next one, or the end of the range.
  @inline(__always)
  mutating func next(in bytes: RawSpan) -> Int {
    while marks == 0 {
      block &+= 64
      guard block < end else {
        // The next one is not sought beyond.
        block = end
        return end
      }
      marks = Quotes.marks(bytes, at: block)
    }
    let quote = block &+ marks.trailingZeroBitCount
    marks &= marks &- 1
    return quote < end ? quote : end
  }

  /// Where quotes stand among the next 64 bytes.
  @inline(__always)
  private static func marks(_ bytes: RawSpan, at start: Int) -> UInt64 {
    guard start <= bytes.byteCount &- 64 else { return marksAtTheEnd(bytes, at: start) }
    // In bounds: 64 bytes stand there.
    return unsafe bytes.uncheckedMarks(of: doubleQuote, at: start)
  }

  @inline(never)
  private static func marksAtTheEnd(_ bytes: RawSpan, at start: Int) -> UInt64 {
    var marks: UInt64 = 0
    for index in start..<max(start, bytes.byteCount) where bytes[index] == doubleQuote {
      marks |= 1 &<< UInt64(index &- start)
    }
    return marks
  }
}

/// How nearly all lines are laid out; their records are filled without the parser.
///
/// Whatever is the least out of the ordinary is left to it, so that this decides nothing: a record
/// is filled as the parser would, or not at all. Of the log of `make bench` it takes 97 lines of 100,
/// with 330 instructions where the parser takes 505.
extension LineScanner {
  /// How many bytes there have to be behind the end of a line that is read here.
  ///
  /// The loads are not checked: with checks, most of that is lost. Each of them is of 16 bytes at most
  /// and begins, if not within the line, less than 96 bytes behind its end: the host, the time and the
  /// first look at the request begin within 82 bytes of the line's beginning, later looks within the
  /// line, and what stands behind the request within 14 bytes of its quote.
  static let slack = 112

  /// Fills the record of the line at `start..<end` if that is
  /// `host - - [the time of the line before] "GET /target HTTP/1.1" 200 1234`, whatever follows,
  /// with a host of at most 47 bytes, a request of a few hundred and a section of at most 16; other
  /// methods will do, and `-` for the size.
  ///
  /// - Precondition: `start` is in the bytes, and ``slack`` bytes stand behind `end`.
  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Bool {
    var hostEnd = start
    while true {
      let count = (unsafe bytes.uncheckedVector(at: hostEnd) .== .all(space)).firstIndex
      hostEnd &+= count
      if count < 16 { break }
      // No address is longer.
      guard hostEnd &- start < 48 else { return false }
    }
    let bracket = hostEnd &+ 5
    guard hostEnd > start, (unsafe bytes.uncheckedByte(at: start)) != UInt8(ascii: "#"),
      end &- start <= LineParser.maximumLength,
      FieldFinder.isDashes(unsafe bytes.uncheckedWord(at: hostEnd)),
      let instant = parser.finder.lastTimestamp.instantBeforeRequest(
        unsafe bytes.uncheckedVector(at: bracket), unsafe bytes.uncheckedVector(at: bracket &+ 14))
    else { return false }
    let requestStart = bracket &+ CachedTimestamp.length
    var quote = requestStart
    while true {
      let count = (unsafe bytes.uncheckedVector(at: quote) .== .all(doubleQuote)).firstIndex
      quote &+= count
      // The parser would search all of a long request once more.
      guard quote < end, quote &- requestStart < 256 else { return false }
      if count < 16 { break }
    }
    let behind = unsafe bytes.uncheckedWord(at: quote &+ 1)
    guard behind & 0xFF_0000_00FF == 0x20_0000_0020, let status = (behind &>> 8).status else {
      return false
    }
    let size = unsafe bytes.uncheckedWord(at: quote &+ 6)
    let digits = size.digitCount
    let isDash = UInt8(truncatingIfNeeded: size) == UInt8(ascii: "-")
    let sizeEnd = quote &+ 6 &+ (isDash ? 1 : digits)
    guard digits < 8, sizeEnd <= end,
      sizeEnd == end || (unsafe bytes.uncheckedByte(at: sizeEnd)) == space,
      fillUsualNames(&record, bytes, from: requestStart, to: quote)
    else { return false }
    record.start = UInt32(truncatingIfNeeded: start)
    record.second = instant.seconds
    record.responseBytes = size.number(digits: digits)
    record.status = UInt16(truncatingIfNeeded: status)
    let hostCount = hostEnd &- start
    record.hostHash =
      hostCount <= 16
      ? hostHash(unsafe bytes.uncheckedWords(at: start, count: hostCount), hostCount)
      : hostHash(bytes, start..<hostEnd)
    return true
  }

  /// Fills in the names of the request at `start..<end`.
  @inline(__always)
  private func fillUsualNames(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Bool {
    let first = unsafe bytes.uncheckedWord(at: start)
    let methodLength = first.spaceMarks.trailingZeroBitCount &>> 3
    let method = first & (1 &<< UInt64(truncatingIfNeeded: 8 &* methodLength) &- 1)
    let target = start &+ methodLength &+ 1
    guard LineScanner.isUsual(method: method),
      unsafe bytes.uncheckedByte(at: target) == UInt8(ascii: "/")
    else { return false }
    let targetEnd = end &- RequestParser.versionLength
    // A quote behind a digit is not escaped.
    guard targetEnd > target,
      RequestParser.isVersion(
        unsafe bytes.uncheckedWord(at: targetEnd), unsafe bytes.uncheckedByte(at: end &- 1))
    else { return false }
    let segment = Section.segmentEnds(unsafe bytes.uncheckedVector(at: target &+ 1)).firstIndex &+ 1
    let length = min(segment, targetEnd &- target)
    guard length <= 16 else { return false }
    record.sectionStart = UInt32(truncatingIfNeeded: target)
    record.sectionLength = UInt32(truncatingIfNeeded: length)
    record.sectionNeedsSlash = false
    record.sectionHash = sectionHash(
      unsafe bytes.uncheckedWords(at: target, count: length), length)
    record.methodStart = UInt32(truncatingIfNeeded: start)
    record.methodLength = UInt16(truncatingIfNeeded: methodLength)
    record.methodKey = method
    return true
  }

  /// Whether the bytes of a word are one of the methods that nearly all requests have.
  @inline(__always)
  private static func isUsual(method: UInt64) -> Bool {
    method == 0x54_4547  // GET
      || method == 0x5453_4F50  // POST
      || method == 0x54_5550  // PUT
      || method == 0x4441_4548  // HEAD
      || method == 0x48_4354_4150  // PATCH
      || method == 0x4554_454C_4544  // DELETE
      || method == 0x53_4E4F_4954_504F  // OPTIONS
  }
}

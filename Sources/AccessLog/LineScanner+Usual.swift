/// How nearly all lines are laid out; their records are filled without the parser.
///
/// Whatever is the least out of the ordinary is left to it, so that this decides nothing: a record
/// is filled as the parser would, or not at all. It takes 97 of 100 lines of the log of `make bench`,
/// and a line takes 41 ns and 490 instructions; with the parser alone 58 ns and 705.
///
/// Where a client, a method or a target ends cannot be foreseen, so that no branch asks for it: to
/// guess wrong costs a processor as much as 40 instructions.
extension LineScanner {
  /// How many bytes there have to be behind the end of a line that is read here.
  ///
  /// The loads are not checked: with checks, most of that is lost. None is of more than 64 bytes, and
  /// each begins within the line or at most 82 bytes behind its beginning: there, at the latest, the
  /// request begins.
  static let slack = 160

  /// Fills the record of the line at `start..<end` if that is
  /// `client - - [the time of the line before] "GET /target HTTP/1.1" 200 1234`, whatever follows,
  /// with a client of at most 47 bytes, a request of a few hundred and a section of at most 16; any
  /// method of at most 7 capital letters will do, and `-` for the size.
  ///
  /// - Precondition: `start` is in the bytes, and ``slack`` bytes stand behind `end`.
  @inline(__always)
  mutating func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Bool {
    let clientCount = unsafe bytes.uncheckedMarks(of: space, at: start).trailingZeroBitCount
    let clientEnd = start &+ clientCount
    let bracket = clientEnd &+ 5
    guard clientCount > 0, clientCount < 48,
      (unsafe bytes.uncheckedByte(at: start)) != UInt8(ascii: "#"),
      end &- start <= LineParser.maximumLength,
      FieldFinder.isDashes(unsafe bytes.uncheckedWord(at: clientEnd)),
      let instant = parser.finder.lastTimestamp.instantBeforeRequest(
        unsafe bytes.uncheckedVector(at: bracket), unsafe bytes.uncheckedVector(at: bracket &+ 14))
    else { return false }
    let requestStart = bracket &+ CachedTimestamp.length
    var quote = requestStart
    while true {
      let count = unsafe bytes.uncheckedMarks(of: doubleQuote, at: quote).trailingZeroBitCount
      quote &+= count
      // The parser would search all of a long request once more.
      guard quote < end, quote &- requestStart < 256 else { return false }
      if count < 64 { break }
    }
    let behind = unsafe bytes.uncheckedWord(at: quote &+ 1)
    guard behind & 0xFF_0000_00FF == 0x20_0000_0020, let status = (behind &>> 8).status else {
      return false
    }
    let size = unsafe bytes.uncheckedWord(at: quote &+ 6)
    let digits = size.digitCount
    // One byte where there is a dash, which is no digit.
    let dash = UInt8(truncatingIfNeeded: size) == UInt8(ascii: "-") ? 1 : 0
    let sizeEnd = quote &+ 6 &+ (digits | dash)
    guard digits < 8, sizeEnd <= end,
      sizeEnd == end || (unsafe bytes.uncheckedByte(at: sizeEnd)) == space,
      fillUsualNames(&record, bytes, from: requestStart, to: quote)
    else { return false }
    record.start = UInt32(truncatingIfNeeded: start)
    record.second = instant.seconds
    record.responseBytes = size.number(digits: digits)
    record.status = UInt16(truncatingIfNeeded: status)
    record.clientHash =
      clientCount <= 16
      ? clientHash(unsafe bytes.uncheckedWords(at: start, count: clientCount), clientCount)
      : clientHash(bytes, start..<clientEnd)
    return true
  }

  /// Fills in the names of the request at `start..<end`.
  @inline(__always)
  private func fillUsualNames(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int
  ) -> Bool {
    let first = unsafe bytes.uncheckedWord(at: start)
    let methodBits = first.nonCapitalMarks.trailingZeroBitCount & ~7
    let method = first & (1 &<< UInt64(truncatingIfNeeded: methodBits) &- 1)
    let methodLength = methodBits &>> 3
    let target = start &+ methodLength &+ 1
    // Of eight letters and more the first is looked at, which is no space.
    guard methodBits > 0,
      UInt8(truncatingIfNeeded: first &>> UInt64(truncatingIfNeeded: methodBits)) == space,
      unsafe bytes.uncheckedByte(at: target) == UInt8(ascii: "/")
    else { return false }
    let targetEnd = end &- RequestParser.versionLength
    // A quote behind a digit is not escaped.
    guard targetEnd > target,
      RequestParser.isVersion(
        unsafe bytes.uncheckedWord(at: targetEnd), unsafe bytes.uncheckedByte(at: end &- 1))
    else { return false }
    let segment = Section.segmentEnds(unsafe bytes.uncheckedVector(at: target &+ 1))
    let length = min((segment.bits | 1 << 16).trailingZeroBitCount &+ 1, targetEnd &- target)
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
}

/// Splits the quoted request of a line.
enum RequestParser {
  /// The request at `range`, or `nil` unless it is a method, a space and a target.
  @inline(__always)
  static func request(_ bytes: RawSpan, _ range: Range<Int>) -> Request? {
    let index = methodEnd(bytes, range)
    guard index > range.lowerBound, index < range.upperBound, bytes[index] == space else {
      return nil
    }
    // A target that begins where the version does would be empty.
    let versionStart = range.upperBound &- 9
    let hasVersion = versionStart > index && isVersion(bytes, at: versionStart)
    let targetEnd = hasVersion ? versionStart : range.upperBound
    guard targetEnd > index &+ 1 else { return nil }
    return Request(
      method: range.lowerBound..<index, target: index &+ 1..<targetEnd,
      httpVersion: hasVersion ? versionStart &+ 1..<range.upperBound : targetEnd..<targetEnd)
  }

  /// The place behind the token at the beginning of a range.
  @inline(__always)
  private static func methodEnd(_ bytes: RawSpan, _ range: Range<Int>) -> Int {
    if range.count >= 8 {
      let word = bytes.word(at: range.lowerBound)
      if word & 0xFFFF_FFFF == 0x2054_4547 { return range.lowerBound &+ 3 }  // "GET "
      if word & 0xFF_FFFF_FFFF == 0x20_5453_4F50 { return range.lowerBound &+ 4 }  // "POST "
    }
    return tokenEnd(bytes, range)
  }

  @inline(never)
  private static func tokenEnd(_ bytes: RawSpan, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index].isTokenByte { index += 1 }
    return index
  }

  /// Whether ` HTTP/x.y` stands at `start` (RFC 9112 section 2.3).
  @inline(__always)
  private static func isVersion(_ bytes: RawSpan, at start: Int) -> Bool {
    // The eight bytes behind the space, the two digits masked out.
    bytes[start] == space
      && bytes.word(at: start &+ 1) & 0x00FF_00FF_FFFF_FFFF == 0x002E_002F_5054_5448
      && bytes[start &+ 6].isDigit && bytes[start &+ 8].isDigit
  }
}

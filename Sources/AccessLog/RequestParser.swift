/// Splits the quoted request of a line.
enum RequestParser {
  /// ` HTTP/1.1` (RFC 9112 section 2.3).
  static let versionLength = 9

  /// The request at `range`, or `nil` unless it is a method, a space and a target.
  @inline(__always)
  static func request(_ bytes: RawSpan, _ range: Range<Int>) -> Request? {
    let index = methodEnd(bytes, range)
    guard index > range.lowerBound, index < range.upperBound, bytes[index] == space else {
      return nil
    }
    // A target that begins where the version does would be empty.
    let versionStart = range.upperBound &- versionLength
    let hasVersion =
      versionStart > index
      && isVersion(bytes.word(at: versionStart), bytes[range.upperBound &- 1])
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

  /// Whether the first eight bytes and the last are ` HTTP/x.y`.
  @inline(__always)
  static func isVersion(_ word: UInt64, _ last: UInt8) -> Bool {
    word & 0xFF00_FFFF_FFFF_FFFF == 0x2E00_2F50_5454_4820
      && UInt8(truncatingIfNeeded: word &>> 48).isDigit && last.isDigit
  }
}

/// Splits the quoted request of a line.
enum RequestParser {
  /// The request at `range`, or `nil` unless it is a method, a space and a target.
  static func request(_ bytes: RawSpan, _ range: Range<Int>) -> Request? {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index].isTokenByte { index += 1 }
    guard index > range.lowerBound, index < range.upperBound, bytes[index] == space else {
      return nil
    }
    let method = range.lowerBound..<index
    // A target that begins where the version does would be empty.
    let versionStart = range.upperBound - 9
    let hasVersion = versionStart > index && isVersion(bytes, at: versionStart)
    let targetEnd = hasVersion ? versionStart : range.upperBound
    guard targetEnd > index + 1 else { return nil }
    return Request(
      method: method, target: index + 1..<targetEnd,
      httpVersion: hasVersion ? versionStart + 1..<range.upperBound : targetEnd..<targetEnd)
  }

  /// Whether ` HTTP/x.y` stands at `start` (RFC 9112 section 2.3).
  private static func isVersion(_ bytes: RawSpan, at start: Int) -> Bool {
    // The eight bytes behind the space, the two digits masked out.
    bytes[start] == space
      && bytes.word(at: start + 1) & 0x00FF_00FF_FFFF_FFFF == 0x002E_002F_5054_5448
      && bytes[start + 6].isDigit && bytes[start + 8].isDigit
  }
}

/// Splits the quoted request of a line.
enum RequestParser {
  /// ` HTTP/1.1` (RFC 9112 section 2.3).
  static let versionLength = 9
  /// ` HTTP/2`.
  private static let shortVersionLength = 7

  /// The request at `range`, or `nil` unless it is a method and a target.
  ///
  /// Servers log what was sent. Spaces at either end, and those before and behind the target, are no
  /// part of it: they must not make `GET  /login` another section than `/login`. A method `-` says
  /// that there was none: so Jetty (`- - -`) and Varnish log what they could not read.
  @inline(__always)
  static func request(_ bytes: RawSpan, _ range: Range<Int>) -> Request? {
    let start = bytes.endOfSpaces(from: range.lowerBound, to: range.upperBound)
    let end = bytes.startOfSpaces(from: start, to: range.upperBound)
    let methodEnd = methodEnd(bytes, start..<end)
    guard methodEnd > start, methodEnd < end, bytes[methodEnd] == space,
      methodEnd > start &+ 1 || bytes[start] != dash
    else { return nil }
    let targetStart = bytes.endOfSpaces(from: methodEnd, to: end)
    let version = version(bytes, targetStart..<end)
    let targetEnd = bytes.startOfSpaces(from: targetStart, to: version.lowerBound)
    return Request(method: start..<methodEnd, target: targetStart..<targetEnd, httpVersion: version)
  }

  /// The version at the end of a range, behind a target and a space; empty, at the end, if there is
  /// none.
  @inline(__always)
  private static func version(_ bytes: RawSpan, _ range: Range<Int>) -> Range<Int> {
    let end = range.upperBound
    let start = end &- versionLength
    if start > range.lowerBound, isVersion(bytes.word(at: start), bytes[end &- 1]) {
      return start &+ 1..<end
    }
    let shortStart = end &- shortVersionLength
    guard shortStart > range.lowerBound, bytes[end &- 1].isDigit,
      bytes.word(at: shortStart, count: 6) == 0x2F_5054_5448_20  // " HTTP/"
    else { return end..<end }
    return shortStart &+ 1..<end
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

  /// Whether a range is the token of a method.
  @inline(__always)
  static func isMethod(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    if range.count < 8, !range.isEmpty {
      let word = bytes.word(at: range.lowerBound, count: range.count)
      if word.nonCapitalMarks.trailingZeroBitCount &>> 3 == range.count { return true }
    }
    return !range.isEmpty && tokenEnd(bytes, range) == range.upperBound
  }

  @inline(never)
  private static func tokenEnd(_ bytes: RawSpan, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index].isTokenByte { index += 1 }
    return index
  }

  /// Whether ` HTTP/x` or ` HTTP/x.y` stands before a place.
  static func endsWithVersion(_ bytes: RawSpan, at place: Int) -> Bool {
    let start = max(0, place - versionLength - 1)
    return !version(bytes, start..<place).isEmpty
  }

  /// Whether the first eight bytes and the last are ` HTTP/x.y`.
  @inline(__always)
  static func isVersion(_ word: UInt64, _ last: UInt8) -> Bool {
    word & 0xFF00_FFFF_FFFF_FFFF == 0x2E00_2F50_5454_4820
      && UInt8(truncatingIfNeeded: word &>> 48).isDigit && last.isDigit
  }
}

extension RawSpan {
  @inline(__always)
  fileprivate func endOfSpaces(from start: Int, to end: Int) -> Int {
    var index = start
    while index < end, self[index] == space { index &+= 1 }
    return index
  }

  /// Where the spaces begin that stand before `end`.
  @inline(__always)
  fileprivate func startOfSpaces(from start: Int, to end: Int) -> Int {
    var index = end
    while index > start, self[index &- 1] == space { index &-= 1 }
    return index
  }
}

/// NULs and byte-order marks at the beginning of a line, which are no part of it.
///
/// A crash leaves NULs, and so does a writer that did not notice that its file was truncated; joined
/// files have byte-order marks.
package enum LineStart {
  private static let byteOrderMark: UInt64 = 0xBF_BBEF

  /// Whether a line that begins with this byte may have padding.
  @inline(__always)
  static func mayBePadding(_ byte: UInt8) -> Bool { byte == 0 || byte == 0xEF }

  /// Whether a line may be one that is laid out as nearly all are: it is no comment, has no padding, and is
  /// not too long.
  ///
  /// - Precondition: `start` is in the bytes.
  @unsafe @inline(__always)
  static func mayBeUsual(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
    guard start < end, end &- start <= LineParser.maximumLength else { return false }
    let first = unsafe bytes.uncheckedByte(at: start)
    return first != UInt8(ascii: "#") && !mayBePadding(first)
  }

  /// Whether this byte may be part of padding.
  static func mayBelongToPadding(_ byte: UInt8) -> Bool {
    byte == 0 || byte == 0xEF || byte == 0xBB || byte == 0xBF
  }

  /// Where the line itself begins; the end of the range if it is nothing but padding.
  ///
  /// - Complexity: O(length of the padding).
  @inline(never)
  package static func endOfPadding(_ bytes: RawSpan, _ range: Range<Int>) -> Int {
    var index = range.lowerBound
    while index < range.upperBound {
      if bytes[index] == 0 {
        // Files are padded with megabytes of them.
        while index <= range.upperBound - 8, bytes.word(at: index) == 0 { index += 8 }
        while index < range.upperBound, bytes[index] == 0 { index += 1 }
      } else if range.upperBound - index >= 3, bytes.word(at: index, count: 3) == byteOrderMark {
        index += 3
      } else {
        break
      }
    }
    return index
  }

  @inline(never)
  static func holdsNull(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    range.contains { bytes[$0] == 0 }
  }
}

/// What can be said of a line in any format.
enum LineKind {
  /// May be a hit: not empty, without padding at its beginning, and not too long.
  case text(Range<Int>)
  case malformed
  /// Without padding at its beginning.
  case comment(Range<Int>)
  case empty

  /// - Complexity: O(length of the padding).
  @inline(__always)
  init(_ bytes: RawSpan, _ line: Range<Int>) {
    guard let first = line.first else {
      self = .empty
      return
    }
    guard LineStart.mayBePadding(bytes[first]) else {
      self.init(unpadded: line, bytes)
      return
    }
    let start = LineStart.endOfPadding(bytes, line)
    if start < line.upperBound {
      self.init(unpadded: start..<line.upperBound, bytes)
    } else {
      self = LineStart.holdsNull(bytes, line) ? .malformed : .empty
    }
  }

  @inline(__always)
  private init(unpadded line: Range<Int>, _ bytes: RawSpan) {
    if bytes[line.lowerBound] == UInt8(ascii: "#") {
      self = .comment(line)
    } else {
      self = line.count <= LineParser.maximumLength ? .text(line) : .malformed
    }
  }
}

// The order of names, byte by byte.
extension RawSpan {
  /// Whether the bytes at a range come before those at another, in byte order; of two that begin alike
  /// the shorter does.
  ///
  /// - Complexity: O(length / 8).
  package func precedes(_ range: Range<Int>, _ other: RawSpan, _ otherRange: Range<Int>) -> Bool {
    let count = min(range.count, otherRange.count)
    var offset = 0
    while offset < count {
      let (start, otherStart) = (range.lowerBound, otherRange.lowerBound)
      let mine = beginning(of: start &+ offset..<start &+ count)
      let others = other.beginning(of: otherStart &+ offset..<otherStart &+ count)
      guard mine == others else { return mine < others }
      offset &+= 8
    }
    return range.count < otherRange.count
  }

  /// The first eight bytes of a range as a number that sorts as they do; zeros behind a shorter one.
  @inline(__always)
  package func beginning(of range: Range<Int>) -> UInt64 {
    range.count >= 8
      ? word(at: range.lowerBound).byteSwapped
      : word(at: range.lowerBound, count: range.count).byteSwapped
  }
}

extension RawSpan {
  /// Copies the bytes of a range to a place in `target`, and zeros behind them until a multiple of 16
  /// bytes is written.
  ///
  /// - Precondition: the bytes and the zeros are within `target`.
  /// - Complexity: O(length / 16).
  @inlinable @inline(__always)
  public func copy(_ range: Range<Int>, to target: inout MutableRawSpan, at start: Int) {
    var place = range.lowerBound
    var written = start
    while place < range.upperBound {
      let count = min(16, range.upperBound &- place)
      let words =
        place <= byteCount &- 16 ? words(at: place, count: count) : wordsAtTheEnd(place, count)
      target.storeBytes(of: words[0].littleEndian, toByteOffset: written, as: UInt64.self)
      target.storeBytes(of: words[1].littleEndian, toByteOffset: written &+ 8, as: UInt64.self)
      place &+= 16
      written &+= 16
    }
  }

  /// The next `count` bytes, at most 16, where fewer than 16 stand before the end.
  @usableFromInline @inline(never)
  func wordsAtTheEnd(_ offset: Int, _ count: Int) -> SIMD2<UInt64> {
    let first = wordAtTheEnd(at: offset, count: min(8, count))
    return SIMD2(first, count > 8 ? wordAtTheEnd(at: offset + 8, count: count - 8) : 0)
  }
}

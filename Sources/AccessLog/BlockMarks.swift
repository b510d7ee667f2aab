/// Some of the lines of a block, by their places in it: a bit for each.
package struct BlockMarks: Sendable, Equatable {
  private var words = SIMD2<UInt64>(repeating: 0)

  /// Marks no line.
  package init() {}

  package var isEmpty: Bool { words == SIMD2(repeating: 0) }

  /// Marks a place.
  ///
  /// - Precondition: it is less than ``LineScanner/blockCount``.
  @inline(__always)
  package mutating func insert(_ place: Int) {
    precondition(UInt(bitPattern: place) < UInt(bitPattern: LineScanner.blockCount))
    words[place &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: place & 63)
  }

  /// Takes the first place that is marked.
  package mutating func popFirst() -> Int? {
    let word = words[0] != 0 ? 0 : 1
    guard words[word] != 0 else { return nil }
    let place = 64 &* word &+ words[word].trailingZeroBitCount
    words[word] &= words[word] &- 1
    return place
  }

  /// Marks what another marks too.
  package mutating func formUnion(_ other: BlockMarks) { words |= other.words }
}

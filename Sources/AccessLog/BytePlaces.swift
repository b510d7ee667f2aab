/// Where a byte stands in a line, all places at once.
///
/// To search for each from behind the one before takes longer: a processor would have to know where that
/// is before it begins.
struct BytePlaces: Sendable {
  /// Stop scanning blocks of 64 bytes once this many places have been found, at the latest.
  static let maximumCount = 64

  /// Room for those, and for all that the last block may hold.
  private var places = InlineArray<128, Int>(repeating: 0)

  /// A place of those that were found, in their order.
  ///
  /// - Precondition: there are as many.
  subscript(index: Int) -> Int {
    // The mask changes nothing: with it the compiler need not check the bounds.
    @inline(__always) get { places[index & 127] }
    @inline(__always) set { places[index & 127] = newValue }
  }

  /// Finds the first places from `start` on, at least so many, and returns how many there are.
  ///
  /// They are fewer if there are no more before `end`, and the last ones may be at `end` or behind it.
  /// Up to `usual` of them in 64 bytes make no branch, which could not be foreseen.
  ///
  /// - Precondition: 64 bytes stand at `end`.
  @unsafe @inline(__always)
  mutating func find(
    _ byte: SIMD16<UInt8>, in bytes: RawSpan, from start: Int, to end: Int, atLeast wanted: Int,
    inBlock usual: Int
  ) -> Int {
    let wanted = min(wanted, BytePlaces.maximumCount)
    var count = 0
    var block = start
    while block < end, count < wanted {
      var marks = unsafe bytes.uncheckedMarks(of: byte, at: block)
      // In bounds: fewer than ``maximumCount`` were found before this block.
      for _ in 0..<usual {
        unsafe places[unchecked: count] = block &+ marks.trailingZeroBitCount
        count &+= marks == 0 ? 0 : 1
        marks &= marks &- 1
      }
      while marks != 0 {
        unsafe places[unchecked: count] = block &+ marks.trailingZeroBitCount
        count &+= 1
        marks &= marks &- 1
      }
      block &+= 64
    }
    return count
  }
}

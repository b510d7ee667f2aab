/// A keyed 64-bit hash of byte strings.
///
/// Each step multiplies to 128 bits and folds the halves together, so that every bit of the input
/// reaches every bit of the result. Whoever does not know the key cannot choose names that collide.
package struct ByteHash: Sendable {
  private var key: UInt64
  private var multiplier: UInt64

  /// Creates the hash of a key; the same key gives the same hashes on every machine.
  package init(key: UInt64) {
    // Odd and well mixed whatever the key, so that no key gives a weak multiplier.
    self.key = ByteHash.fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9)
    multiplier = ByteHash.fold(key ^ 0x94D0_49BB_1331_11EB, 0xD6E8_FEB8_6659_FD93) | 1
  }

  /// The hash of the bytes at `range`.
  ///
  /// - Complexity: O(length / 8).
  @inline(__always)
  package func callAsFunction(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    var state = key
    var index = range.lowerBound
    while index &+ 8 <= range.upperBound {
      state = ByteHash.fold(state ^ bytes.word(at: index), multiplier)
      index &+= 8
    }
    let tail = bytes.word(at: index, count: range.upperBound &- index)
    return end(state, tail: tail, length: range.count)
  }

  /// The hash of the bytes at `range` with a `/` behind them.
  ///
  /// - Complexity: O(length), without allocation.
  package func appendingSlash(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    var state = key
    var word: UInt64 = 0
    var length = 0
    for index in range.lowerBound...range.upperBound {
      let byte = index < range.upperBound ? bytes[index] : UInt8(ascii: "/")
      word |= UInt64(byte) << UInt64(8 * (length % 8))
      length += 1
      if length % 8 == 0 {
        state = ByteHash.fold(state ^ word, multiplier)
        word = 0
      }
    }
    return end(state, tail: word, length: length)
  }

  @inline(__always)
  private func end(_ state: UInt64, tail: UInt64, length: Int) -> UInt64 {
    let mixed = ByteHash.fold(state ^ tail, multiplier)
    return ByteHash.fold(mixed ^ UInt64(truncatingIfNeeded: length), key | 1)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

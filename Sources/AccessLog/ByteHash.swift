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

  /// The hash of the bytes at `range`, with a `/` behind them if `appendingSlash`.
  ///
  /// - Complexity: O(length / 8).
  @inline(__always)
  package func callAsFunction(
    _ bytes: RawSpan, _ range: Range<Int>, appendingSlash: Bool = false
  ) -> UInt64 {
    var state = key
    var index = range.lowerBound
    while index + 8 <= range.upperBound {
      state = ByteHash.fold(state ^ bytes.word(at: index), multiplier)
      index += 8
    }
    let rest = range.upperBound - index
    var tail = bytes.word(at: index, count: rest)
    if appendingSlash { tail |= UInt64(UInt8(ascii: "/")) << UInt64(8 * rest) }
    let length = UInt64(range.count + (appendingSlash ? 1 : 0))
    if appendingSlash && rest == 7 {
      state = ByteHash.fold(state ^ tail, multiplier)
      tail = 0
    }
    state = ByteHash.fold(state ^ tail, multiplier)
    return ByteHash.fold(state ^ length, key | 1)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

extension RawSpan {
  /// The next `count` bytes, at most 7, the first in the lowest bits, zeros above them.
  @inline(__always)
  package func word(at offset: Int, count: Int) -> UInt64 {
    if offset + 8 <= byteCount {
      return word(at: offset) & (1 << UInt64(8 * count) - 1)
    }
    var word: UInt64 = 0
    for index in 0..<count { word |= UInt64(self[offset + index]) << UInt64(8 * index) }
    return word
  }
}

/// A keyed 64-bit hash of byte strings.
///
/// Each step multiplies to 128 bits and folds the halves together, so that every bit of the input
/// reaches every bit of the result. Without the key, names that collide cannot be chosen.
package struct ByteHash: Sendable {
  private var key: UInt64
  private var multiplier: UInt64

  /// Creates the hash of a key; the same key gives the same hashes on every machine.
  package init(key: UInt64) {
    // Odd and well mixed whatever the key, so that no key gives a weak multiplier.
    self.key = ByteHash.fold(key ^ 0x9E37_79B9_7F4A_7C15, 0xBF58_476D_1CE4_E5B9)
    multiplier = ByteHash.fold(key ^ 0x94D0_49BB_1331_11EB, 0xD6E8_FEB8_6659_FD93) | 1
  }

  /// The hash of the bytes at `range`: of words of eight, two at least, zeros behind the last byte.
  ///
  /// - Complexity: O(length / 8).
  @inline(__always)
  package func callAsFunction(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    guard range.count <= 16, range.lowerBound <= bytes.byteCount &- 16 else {
      return longHash(bytes, range)
    }
    return self(bytes.words(at: range.lowerBound, count: range.count), range.count)
  }

  @inline(never)
  private func longHash(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    let (start, count) = (range.lowerBound, range.count)
    guard 17...32 ~= count, start <= bytes.byteCount &- 32 else {
      return hash(bytes, range, then: EmptyCollection())
    }
    let last = bytes.words(at: start &+ 16, count: count &- 16)
    var state = next(key, bytes.word(at: start))
    state = next(next(state, bytes.word(at: start &+ 8)), last[0])
    return end(count > 24 ? next(state, last[1]) : state, count: count)
  }

  /// The hash of at most 16 bytes, given as two words; the first byte in the lowest bits of the
  /// first, zeros behind the last.
  @inline(__always)
  func callAsFunction(_ words: SIMD2<UInt64>, _ count: Int) -> UInt64 {
    end(next(next(key, words[0]), words[1]), count: count)
  }

  /// Another hash of the bytes at `range`, which takes a third of the time for long ones: 32 bytes a step,
  /// in two halves that do not wait for each other.
  ///
  /// - Complexity: O(length / 32).
  @inline(__always)
  func mark(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    guard range.count >= 32 else { return self(bytes, range) }
    precondition(range.lowerBound >= 0 && range.upperBound <= bytes.byteCount)
    var (first, second) = (key, multiplier)
    @inline(__always) func add(_ place: Int) {
      // In bounds: 32 bytes of the range stand there.
      first = unsafe ByteHash.fold(
        first ^ bytes.uncheckedWord(at: place), multiplier ^ bytes.uncheckedWord(at: place &+ 8))
      second = unsafe ByteHash.fold(
        second ^ bytes.uncheckedWord(at: place &+ 16), key ^ bytes.uncheckedWord(at: place &+ 24))
    }
    // The last step takes the last 32 bytes, of which it may have had some before.
    let last = range.upperBound &- 32
    var place = range.lowerBound
    while place < last {
      add(place)
      place &+= 32
    }
    add(last)
    return end(next(first, second), count: range.count)
  }

  /// The hash of the bytes at `range` with a `/` behind them.
  ///
  /// - Complexity: O(length), without allocation.
  package func appendingSlash(_ bytes: RawSpan, _ range: Range<Int>) -> UInt64 {
    hash(bytes, range, then: CollectionOfOne(UInt8(ascii: "/")))
  }

  @inline(never)
  private func hash(
    _ bytes: RawSpan, _ range: Range<Int>, then more: some Sequence<UInt8>
  ) -> UInt64 {
    var state = key
    var index = range.lowerBound
    while index <= range.upperBound &- 8 {
      state = next(state, bytes.word(at: index))
      index &+= 8
    }
    var count = range.count
    var word = bytes.word(at: index, count: range.upperBound &- index)
    for byte in more {
      word |= UInt64(byte) &<< UInt64(8 * (count % 8))
      count += 1
      if count % 8 == 0 {
        state = next(state, word)
        word = 0
      }
    }
    if count % 8 != 0 { state = next(state, word) }
    for _ in min(2, (count + 7) / 8)..<2 { state = next(state, 0) }
    return end(state, count: count)
  }

  @inline(__always)
  private func next(_ state: UInt64, _ word: UInt64) -> UInt64 {
    ByteHash.fold(state ^ word, multiplier)
  }

  @inline(__always)
  private func end(_ state: UInt64, count: Int) -> UInt64 {
    ByteHash.fold(state ^ UInt64(truncatingIfNeeded: count), key | 1)
  }

  @inline(__always)
  private static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
    let product = left.multipliedFullWidth(by: right)
    return product.high ^ product.low
  }
}

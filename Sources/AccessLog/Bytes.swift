private import Glibc

extension RawSpan {
  /// The byte at an offset.
  @inlinable @inline(__always)
  public subscript(offset: Int) -> UInt8 {
    // One comparison instead of the three of a checked load, which made up a sixth of a scan. A
    // byte has no invalid value.
    precondition(UInt(bitPattern: offset) < UInt(bitPattern: byteCount))
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes from an offset on, the first in the lowest bits.
  @inlinable @inline(__always)
  public func word(at offset: Int) -> UInt64 {
    // As above; what is compared with is worked out once in a loop. Eight bytes are in bounds at
    // any offset below it. An integer has no invalid value.
    precondition(UInt(bitPattern: offset) < UInt(bitPattern: max(0, byteCount &- 7)))
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self)
      .littleEndian
  }

  /// The next `count` bytes, at most 7, the first in the lowest bits, zeros above them.
  @inlinable @inline(__always)
  public func word(at offset: Int, count: Int) -> UInt64 {
    guard offset > byteCount &- 8 else {
      return word(at: offset) & (1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1)
    }
    return wordAtTheEnd(at: offset, count: count)
  }

  @usableFromInline @inline(never)
  func wordAtTheEnd(at offset: Int, count: Int) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<count {
      word |= UInt64(self[offset + index]) << UInt64(8 * index)
    }
    return word
  }

  /// The first place of `byte` in a range, or the end of the range; `memchr(3)`.
  ///
  /// Wide loads make this 8 times as fast as a loop over the bytes of an ordinary line.
  @inline(__always)
  public func firstOffset(of byte: UInt8, from start: Int, to end: Int) -> Int {
    precondition(start >= 0 && start <= end && end <= byteCount)
    return unsafe withUnsafeBytes { buffer in
      // In bounds: the range was checked against the count above. An empty span has no base.
      guard let base = buffer.baseAddress,
        let found = unsafe memchr(base + start, Int32(byte), end - start)
      else { return end }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  /// The first place of a byte that `matches` finds, or the end of the range.
  ///
  /// For fields of a few bytes, where a call of `memchr(3)` costs more than the search: 16 of them
  /// are looked at in ten instructions.
  @inline(__always)
  func firstOffset(
    from start: Int, to end: Int,
    where matches: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>
  ) -> Int {
    var index = start
    while index < end {
      // A mask has all bits of a byte or none; as words, the first byte is in the lowest bits.
      let found = unsafe unsafeBitCast(matches(vector(at: index)), to: SIMD2<UInt64>.self)
      if found[0] | found[1] != 0 {
        // A word without a mark counts as eight bytes. Which of the two has one cannot be
        // foreseen, so no branch asks: the second counts where the first has all its eight.
        let low = found[0].littleEndian.trailingZeroBitCount &>> 3
        let high = found[1].littleEndian.trailingZeroBitCount &>> 3
        return min(index &+ low &+ (high & (0 &- low &>> 3)), end)
      }
      index &+= 16
    }
    return end
  }

  /// Sixteen bytes from an offset on, zeros where there are none.
  @inline(__always)
  func vector(at offset: Int) -> SIMD16<UInt8> {
    guard UInt(bitPattern: offset) < UInt(bitPattern: max(0, byteCount &- 15)) else {
      return vectorAtTheEnd(at: offset)
    }
    // In bounds at any offset below that. A vector of bytes has no invalid value.
    return unsafe unsafeLoadUnaligned(
      fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  @inline(never)
  private func vectorAtTheEnd(at offset: Int) -> SIMD16<UInt8> {
    var vector = SIMD16<UInt8>(repeating: 0)
    for index in 0..<max(0, min(16, byteCount - offset)) { vector[index] = self[offset + index] }
    return vector
  }

  /// Appends the bytes at a range to an array.
  package func append(_ range: Range<Int>, to array: inout [UInt8]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    // In bounds: the range was checked against the count above.
    unsafe withUnsafeBytes { unsafe array.append(contentsOf: $0[range]) }
  }

  /// The next `count` bytes, at most 16, as two words: the first in the lowest bits of the first,
  /// zeros behind the last.
  ///
  /// - Precondition: 16 bytes stand there.
  @inlinable @inline(__always)
  public func words(at offset: Int, count: Int) -> SIMD2<UInt64> {
    SIMD2(word(at: offset), word(at: offset &+ 8)) & .ofBytes(count)
  }

  /// Whether the bytes of two places are the same.
  @inlinable @inline(__always)
  public func equals(_ range: Range<Int>, _ other: RawSpan, at start: Int) -> Bool {
    guard range.count <= 16, range.lowerBound <= byteCount &- 16, start <= other.byteCount &- 16
    else { return equalsAnywhere(range, other, at: start) }
    let low = word(at: range.lowerBound) ^ other.word(at: start)
    let high = word(at: range.lowerBound &+ 8) ^ other.word(at: start &+ 8)
    let difference = SIMD2(low, high) & .ofBytes(range.count)
    return difference[0] | difference[1] == 0
  }

  @usableFromInline @inline(never)
  func equalsAnywhere(_ range: Range<Int>, _ other: RawSpan, at start: Int) -> Bool {
    var index = range.lowerBound
    var otherIndex = start
    while index <= range.upperBound &- 8 {
      guard word(at: index) == other.word(at: otherIndex) else { return false }
      index &+= 8
      otherIndex &+= 8
    }
    let rest = range.upperBound &- index
    return rest == 0
      || word(at: index, count: rest) == other.word(at: otherIndex, count: rest)
  }
}

extension SIMD2<UInt64> {
  /// All bits of the first bytes, at most 16; none of those behind them.
  ///
  /// No branch asks whether there are more than eight, which cannot be foreseen of a name.
  @inlinable @inline(__always)
  static func ofBytes(_ count: Int) -> SIMD2<UInt64> {
    let places = SIMD16<Int8>(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    let within = places .< SIMD16<Int8>(repeating: Int8(truncatingIfNeeded: count))
    return unsafe unsafeBitCast(within, to: SIMD2<UInt64>.self)
  }
}

extension SIMD16<UInt8> {
  /// A vector of one byte sixteen times.
  ///
  /// The operators that take a byte itself are generic, and not inlined: 10 times as slow.
  @inline(__always)
  static func all(_ byte: UInt8) -> SIMD16<UInt8> { SIMD16(repeating: byte) }
}

extension UInt64 {
  /// The highest bit of every byte that is no decimal digit.
  @inline(__always)
  var nonDigitMarks: UInt64 {
    let values = self ^ 0x3030_3030_3030_3030
    return ((values & 0x7F7F_7F7F_7F7F_7F7F) &+ 0x7676_7676_7676_7676 | values)
      & 0x8080_8080_8080_8080
  }
}

extension UInt8 {
  @inline(__always)
  var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }
  @inline(__always)
  var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

  /// Whether this may stand in a token of RFC 9110 section 5.6.2.
  var isTokenByte: Bool {
    guard !isLetter && !isDigit else { return true }
    return switch self {
    case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"),
      UInt8(ascii: "&"), UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"),
      UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
      UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
      true
    default: false
    }
  }
}

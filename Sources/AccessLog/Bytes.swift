private import Glibc

#if arch(x86_64)
  private import _Builtin_intrinsics.intel.sse2
#endif

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
  /// For fields of a few bytes, where a call of `memchr(3)` costs more than the search.
  @inline(__always)
  func firstOffset(
    from start: Int, to end: Int,
    where matches: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>
  ) -> Int {
    var index = start
    while index < end {
      let marks = matches(vector(at: index)).bits
      if marks != 0 { return min(index &+ marks.trailingZeroBitCount, end) }
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

  /// The byte at an offset.
  ///
  /// - Precondition: it is in bounds, as are all that the following read. Only debug builds check.
  @unsafe @inline(__always)
  func uncheckedByte(at offset: Int) -> UInt8 {
    assert(offset >= 0 && offset < byteCount)
    return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
  }

  /// Eight bytes from an offset on, the first in the lowest bits.
  @unsafe @inline(__always)
  func uncheckedWord(at offset: Int) -> UInt64 {
    assert(offset >= 0 && offset <= byteCount - 8)
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt64.self).littleEndian
  }

  /// Sixteen bytes from an offset on.
  @unsafe @inline(__always)
  func uncheckedVector(at offset: Int) -> SIMD16<UInt8> {
    assert(offset >= 0 && offset <= byteCount - 16)
    return unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: SIMD16<UInt8>.self)
  }

  /// A bit for each of the 64 bytes from an offset on, set where it is `byte`; that of the first is
  /// the lowest.
  @unsafe @inline(__always)
  func uncheckedMarks(of byte: UInt8, at offset: Int) -> UInt64 {
    unsafe uncheckedMarks(of: SIMD16<UInt8>.all(byte), at: offset)
  }

  /// The same of a byte that is given sixteen times.
  @unsafe @inline(__always)
  func uncheckedMarks(of bytes: SIMD16<UInt8>, at offset: Int) -> UInt64 {
    let first = unsafe (uncheckedVector(at: offset) .== bytes).bits
    let second = unsafe (uncheckedVector(at: offset &+ 16) .== bytes).bits
    let third = unsafe (uncheckedVector(at: offset &+ 32) .== bytes).bits
    let fourth = unsafe (uncheckedVector(at: offset &+ 48) .== bytes).bits
    return first | second &<< 16 | third &<< 32 | fourth &<< 48
  }

  /// The next `count` bytes, at most 16, as in ``words(at:count:)``; sixteen are read.
  @unsafe @inline(__always)
  func uncheckedWords(at offset: Int, count: Int) -> SIMD2<UInt64> {
    unsafe SIMD2(uncheckedWord(at: offset), uncheckedWord(at: offset &+ 8)) & .ofBytes(count)
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
    // Rebased, the bytes are copied at once; a slice of them would be copied one by one.
    unsafe withUnsafeBytes {
      unsafe array.append(contentsOf: UnsafeRawBufferPointer(rebasing: $0[range]))
    }
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
    guard range.count <= 16 else {
      guard range.count <= 32 else { return equalsAnywhere(range, other, at: start) }
      let last = range.count &- 16
      return differs(at: range.lowerBound, other, start)
        | differs(at: range.lowerBound &+ last, other, start &+ last) == 0
    }
    guard range.lowerBound <= byteCount &- 16, start <= other.byteCount &- 16
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
    if range.count >= 16 {
      // Sixteen at a time, and the last sixteen, which may have been compared before.
      let last = range.upperBound &- 16
      while index < last {
        guard differs(at: index, other, otherIndex) == 0 else { return false }
        index &+= 16
        otherIndex &+= 16
      }
      return differs(at: last, other, start &+ range.count &- 16) == 0
    }
    while index <= range.upperBound &- 8 {
      guard word(at: index) == other.word(at: otherIndex) else { return false }
      index &+= 8
      otherIndex &+= 8
    }
    let rest = range.upperBound &- index
    return rest == 0
      || word(at: index, count: rest) == other.word(at: otherIndex, count: rest)
  }

  /// The bits in which sixteen bytes of two places differ, halves laid over one another.
  @inlinable @inline(__always)
  func differs(at offset: Int, _ other: RawSpan, _ start: Int) -> UInt64 {
    (word(at: offset) ^ other.word(at: start))
      | (word(at: offset &+ 8) ^ other.word(at: start &+ 8))
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

  /// All bits of the first bytes, none of those behind them; of all where `count` is 16 or more, of none
  /// where it is not positive.
  @inline(__always)
  static func ofFirst(_ count: Int) -> SIMD16<UInt8> {
    unsafe unsafeBitCast(
      SIMD2<UInt64>.ofBytes(Swift.max(0, Swift.min(16, count))), to: SIMD16<UInt8>.self)
  }

  /// Where decimal digits stand.
  @inline(__always)
  var digitMask: SIMDMask<SIMD16<Int8>> {
    // Compared as signed, which processors can; bytes that are not ASCII are below zero.
    let bytes = unsafe unsafeBitCast(self, to: SIMD16<Int8>.self)
    return (bytes .> SIMD16<Int8>(repeating: 0x2F)) .& (bytes .< SIMD16<Int8>(repeating: 0x3A))
  }

  /// Where hexadecimal digits stand that are figures or small letters.
  @inline(__always)
  var smallHexDigitMask: SIMDMask<SIMD16<Int8>> {
    let bytes = unsafe unsafeBitCast(self, to: SIMD16<Int8>.self)
    return digitMask
      .| ((bytes .> SIMD16<Int8>(repeating: 0x60)) .& (bytes .< SIMD16<Int8>(repeating: 0x67)))
  }

  /// Where hexadecimal digits stand.
  @inline(__always)
  var hexDigitMask: SIMDMask<SIMD16<Int8>> {
    let bytes = unsafe unsafeBitCast(self | .all(0x20), to: SIMD16<Int8>.self)
    return digitMask
      .| ((bytes .> SIMD16<Int8>(repeating: 0x60)) .& (bytes .< SIMD16<Int8>(repeating: 0x67)))
  }
}

extension SIMDMask<SIMD16<Int8>> {
  /// A bit for each place, set where it is marked; that of the first place is the lowest.
  @inline(__always)
  var bits: UInt64 {
    #if arch(x86_64)
      // One instruction, which the compiler finds for nothing that is written otherwise.
      let bytes = unsafe unsafeBitCast(self, to: SIMD2<Int64>.self)
      return UInt64(UInt32(bitPattern: _mm_movemask_epi8(bytes)))
    #else
      return portableBits
    #endif
  }

  /// The same as ``bits`` on any processor.
  @inline(__always)
  var portableBits: UInt64 {
    // A mask has all bits of a byte or none. Of eight bytes each keeps the bit of its place, and
    // the highest byte of the product is the sum of all.
    let places = SIMD16<UInt8>(1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128)
    let marks = unsafe unsafeBitCast(self, to: SIMD16<UInt8>.self) & places
    let words = unsafe unsafeBitCast(marks, to: SIMD2<UInt64>.self)
    let sums = words &* SIMD2(repeating: 0x0101_0101_0101_0101)
    return sums[0] >> 56 | (sums[1] >> 56) << 8
  }
}

extension UInt64 {
  /// The number of which the first three bytes are the digits, if they are digits.
  @inline(__always)
  var status: Int? {
    guard nonDigitMarks & 0x80_8080 == 0 else { return nil }
    let digits = Int(truncatingIfNeeded: self & 0x0F_0F0F)
    return (digits & 15) &* 100 &+ (digits &>> 8 & 15) &* 10 &+ digits &>> 16
  }

  /// How many decimal digits there are before the first byte that is none.
  @inline(__always)
  var digitCount: Int { nonDigitMarks.trailingZeroBitCount &>> 3 }

  /// The number of which the first `count` bytes are the digits, 0 to 7 of them.
  @inline(__always)
  func number(digits count: Int) -> Int {
    // The digits move to the end of the word, zeros before them; then pairs of neighbours join,
    // three times: 1 + 1, 2 + 2, 4 + 4 digits.
    let digits =
      ((self & 0x0F0F_0F0F_0F0F_0F0F) &<< UInt64(truncatingIfNeeded: 8 &* (7 &- count))) &<< 8
    let pairs = (digits &* 10 &+ digits >> 8) & 0x00FF_00FF_00FF_00FF
    let quads = (pairs &* 100 &+ pairs >> 16) & 0x0000_FFFF_0000_FFFF
    return Int((quads &* 10_000 &+ quads >> 32) & 0xFFFF_FFFF)
  }

  /// The highest bit of every byte that is not one of `A` to `Z`.
  @inline(__always)
  var nonCapitalMarks: UInt64 {
    let low = self & 0x7F7F_7F7F_7F7F_7F7F
    let isFromA = low &+ 0x3F3F_3F3F_3F3F_3F3F
    let isBehindZ = low &+ 0x2525_2525_2525_2525
    return (~isFromA | isBehindZ | self) & 0x8080_8080_8080_8080
  }

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

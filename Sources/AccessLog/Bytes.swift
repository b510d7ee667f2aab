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

  /// The first place of a byte that `matches` marks, or the end of the range.
  ///
  /// For fields of a few bytes, where a call of `memchr(3)` costs more than the search. `matches` is
  /// given eight bytes; it sets the highest bit of those that are looked for, and perhaps of bytes
  /// behind the first of them.
  @inline(__always)
  func firstOffset(
    from start: Int, to end: Int, where matches: (UInt64) -> UInt64
  ) -> Int {
    var index = start
    while index < end {
      // Short of a word at the very end of the bytes, zeros fill it up.
      let isWhole = index <= byteCount &- 8
      let marks = matches(
        isWhole ? word(at: index) : wordAtTheEnd(at: index, count: byteCount &- index))
      if marks != 0 { return min(index &+ marks.trailingZeroBitCount >> 3, end) }
      index &+= 8
    }
    return end
  }

  /// Appends the bytes at a range to an array.
  package func append(_ range: Range<Int>, to array: inout [UInt8]) {
    precondition(range.lowerBound >= 0 && range.upperBound <= byteCount)
    // In bounds: the range was checked against the count above.
    unsafe withUnsafeBytes { unsafe array.append(contentsOf: $0[range]) }
  }

  /// Whether the bytes of two places are the same.
  @inlinable @inline(__always)
  public func equals(_ range: Range<Int>, _ other: RawSpan, at start: Int) -> Bool {
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

extension UInt64 {
  /// The highest bit of every byte that is `byte`, and perhaps of bytes above the lowest of them.
  @inline(__always)
  func marks(of byte: UInt8) -> UInt64 {
    // Of a byte that is zero, and of the first such byte always, taking one sets the highest bit.
    let difference = self ^ (0x0101_0101_0101_0101 &* UInt64(byte))
    return (difference &- 0x0101_0101_0101_0101) & ~difference & 0x8080_8080_8080_8080
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

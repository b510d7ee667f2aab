extension NameHashes {
  /// Fills in what the record of a usual line has of the request at `start..<end`, and returns whether
  /// it is a usual one: a method of at most seven capital letters, a target with a slash at its
  /// beginning and a section of at most 16 bytes, and a protocol such as `HTTP/1.1`.
  ///
  /// Where targets are absolute, the origin is taken off.
  ///
  /// - Precondition: `start` is in the bytes, and ``LineScanner/slack`` bytes stand behind `end`.
  @unsafe @inline(__always)
  func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, from start: Int, to end: Int,
    isAbsolute: Bool = false
  ) -> Bool {
    let first = unsafe bytes.uncheckedWord(at: start)
    let methodBits = first.nonCapitalMarks.trailingZeroBitCount & ~7
    let methodLength = methodBits &>> 3
    var target = start &+ methodLength &+ 1
    let targetEnd = end &- RequestParser.versionLength
    // Of eight letters and more the first is looked at, which is no space.
    guard methodBits > 0,
      UInt8(truncatingIfNeeded: first &>> UInt64(truncatingIfNeeded: methodBits)) == space,
      targetEnd > target
    else { return false }
    if isAbsolute { target = unsafe NameHashes.pathStart(bytes, from: target, to: targetEnd) }
    // A quote behind a digit is not escaped; a space before the version is no part of the target.
    guard unsafe bytes.uncheckedByte(at: target) == UInt8(ascii: "/"),
      targetEnd > target, unsafe bytes.uncheckedByte(at: targetEnd &- 1) != space,
      RequestParser.isVersion(
        unsafe bytes.uncheckedWord(at: targetEnd), unsafe bytes.uncheckedByte(at: end &- 1))
    else { return false }
    let method = first & (1 &<< UInt64(truncatingIfNeeded: methodBits) &- 1)
    return unsafe fillUsual(
      &record, bytes, method, from: start, count: methodLength, target: target..<targetEnd)
  }

  /// The same of a request in columns of its own.
  @unsafe @inline(__always)
  func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, method: Range<Int>, target: Range<Int>
  ) -> Bool {
    guard method.count < 8, !method.isEmpty, !target.isEmpty,
      unsafe bytes.uncheckedByte(at: target.lowerBound) == UInt8(ascii: "/")
    else { return false }
    let bits = UInt64(truncatingIfNeeded: 8 &* method.count)
    let word = unsafe bytes.uncheckedWord(at: method.lowerBound) & (1 &<< bits &- 1)
    guard word.nonCapitalMarks.trailingZeroBitCount & ~7 == bits else { return false }
    return unsafe fillUsual(
      &record, bytes, word, from: method.lowerBound, count: method.count, target: target)
  }

  @unsafe @inline(__always)
  private func fillUsual(
    _ record: inout LineRecord, _ bytes: RawSpan, _ method: UInt64, from start: Int, count: Int,
    target: Range<Int>
  ) -> Bool {
    let segment = Section.segmentEnds(unsafe bytes.uncheckedVector(at: target.lowerBound &+ 1))
    let length = min((segment.bits | 1 << 16).trailingZeroBitCount &+ 1, target.count)
    guard length <= 16 else { return false }
    record.sectionStart = UInt32(truncatingIfNeeded: target.lowerBound)
    record.sectionLength = UInt16(truncatingIfNeeded: length)
    record.layout = LineRecord.usualLayout
    record.duration = .none
    record.sectionHash = section(
      unsafe bytes.uncheckedWords(at: target.lowerBound, count: length), length)
    record.methodStart = UInt32(truncatingIfNeeded: start)
    record.methodLength = UInt16(truncatingIfNeeded: count)
    record.methodKey = method
    return true
  }

  /// Where the path of an absolute target begins, if it has one and a short host; else `target`.
  @unsafe @inline(__always)
  private static func pathStart(_ bytes: RawSpan, from target: Int, to end: Int) -> Int {
    let word = unsafe bytes.uncheckedWord(at: target)
    let host: Int
    switch word {
    case 0x2F2F_3A73_7074_7468: host = target &+ 8  // "https://"
    case _ where word & 0xFF_FFFF_FFFF_FFFF == 0x2F_2F3A_7074_7468: host = target &+ 7  // "http://"
    default: return target
    }
    var marks = Section.segmentEnds(unsafe bytes.uncheckedVector(at: host)).bits
    marks |= Section.segmentEnds(unsafe bytes.uncheckedVector(at: host &+ 16)).bits &<< 16
    marks |= 1 << 32
    let path = host &+ marks.trailingZeroBitCount
    return path < end ? path : target
  }
}

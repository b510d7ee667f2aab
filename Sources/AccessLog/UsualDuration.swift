extension RawSpan {
  /// The nanoseconds of a number of at most seven digits, perhaps with as many behind a point, in units
  /// of so many nanoseconds, or with `s` or `ms` behind it if `unit` is 0; negative if anything else
  /// stands there.
  ///
  /// - Precondition: 24 bytes stand at each place in the range and at its end.
  @unsafe @inline(__always)
  func usualDuration(at range: Range<Int>, in unit: Int) -> Int {
    let word = unsafe uncheckedWord(at: range.lowerBound)
    let digits = word.digitCount
    guard digits > 0, digits < 8 else { return -1 }
    let whole = word.number(digits: digits)
    let rest = range.count &- digits
    if rest == 0, unit > 0 { return whole &* unit }
    let behind = unsafe uncheckedWord(at: range.lowerBound &+ digits)
    guard unit > 0 else {
      if rest == 2, behind & 0xFFFF == 0x736D { return whole &* 1_000_000 }  // "ms"
      return rest == 1 && behind & 0xFF == 0x73 ? whole &* 1_000_000_000 : -1  // "s"
    }
    let fraction = behind &>> 8
    let count = rest &- 1
    guard UInt8(truncatingIfNeeded: behind) == UInt8(ascii: "."), count > 0, count < 8,
      fraction.digitCount >= count
    else { return -1 }
    // Zeros behind the digits make seven.
    let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1
    let billionths = (fraction & mask).number(digits: 7) &* 100
    return whole &* unit
      &+ (unit == 1_000_000_000 ? billionths : billionths / (1_000_000_000 / unit))
  }

  /// The same of a number that begins at `start`, and where it ends; that is `start` if there is none.
  ///
  /// - Precondition: `unit` is not 0, and 32 bytes stand at `start`.
  @unsafe @inline(__always)
  func usualDuration(from start: Int, in unit: Int) -> (nanoseconds: Int, end: Int) {
    let word = unsafe uncheckedWord(at: start)
    let digits = word.digitCount
    guard digits > 0, digits < 8 else { return (0, start) }
    let whole = word.number(digits: digits) &* unit
    let end = start &+ digits
    let behind = unsafe uncheckedWord(at: end)
    guard UInt8(truncatingIfNeeded: behind) == UInt8(ascii: ".") else { return (whole, end) }
    let fraction = behind &>> 8
    let count = fraction.digitCount
    guard count > 0 else { return (0, start) }
    // Zeros behind the digits make seven.
    let mask: UInt64 = 1 &<< UInt64(truncatingIfNeeded: 8 &* count) &- 1
    let billionths = (fraction & mask).number(digits: 7) &* 100
    return (
      whole &+ (unit == 1_000_000_000 ? billionths : billionths / (1_000_000_000 / unit)),
      end &+ 1 &+ count
    )
  }
}

/// How an IPv6 address is written, judged by all its bytes at once.
enum IPv6Form {
  /// It is none, or one with a zone, brackets or dots, or with the eighth group written as `::`.
  case none
  /// An address, which RFC 5952 may write otherwise: with a zero that stands there, or with nothing
  /// before the `::`, as an IPv4-mapped one.
  case other
  /// As RFC 5952 writes it.
  case canonical
}

extension RawSpan {
  /// What kind of IPv6 address the `count` bytes at an offset are, fewer than 48.
  ///
  /// Parsing the groups of an address one by one takes twice as long as all else of a line.
  @inline(__always)
  func formOfIPv6(at start: Int, count: Int) -> IPv6Form {
    var digits: UInt64 = 0
    var capitals: UInt64 = 0
    var colons: UInt64 = 0
    var zeros: UInt64 = 0
    for part in 0..<3 {
      let vector = vector(at: start &+ 16 &* part)
      let shift = UInt64(truncatingIfNeeded: 16 &* part)
      let small = vector.smallHexDigitMask.bits
      digits |= vector.hexDigitMask.bits &<< shift
      capitals |= (vector.hexDigitMask.bits ^ small) &<< shift
      colons |= (vector .== .all(UInt8(ascii: ":"))).bits &<< shift
      zeros |= (vector .== .all(UInt8(ascii: "0"))).bits &<< shift
    }
    let within = 1 &<< UInt64(truncatingIfNeeded: count) &- 1
    digits &= within
    colons &= within
    let pairs = colons & colons &>> 1
    let long = digits & digits &>> 1 & digits &>> 2 & digits &>> 3 & digits &>> 4
    // A colon at either end is one of two.
    let ends = colons & ~(pairs | pairs &<< 1) & (1 | (within &+ 1) &>> 1)
    guard digits | colons == within, long | ends | pairs & (pairs &- 1) == 0 else { return .none }
    let groupEnds = colons.nonzeroBitCount
    guard pairs == 0 ? groupEnds == 7 : groupEnds < 8 else { return .none }
    let starts = digits & (colons &<< 1 | 1)
    // One group of zeros alone is not left out.
    let isCanonical =
      capitals & within | starts & zeros | colons & 1 == 0 && (pairs == 0 || groupEnds < 7)
    return isCanonical ? .canonical : .other
  }
}

extension RawSpan {
  /// Where the origin of a URL ends: before the first `/`, `?` or `#` behind its `://`.
  package func originEnd(_ url: Range<Int>) -> Int {
    let end = url.upperBound
    // Most begin with `http://` or `https://`.
    let front = unsafe unsafeBitCast(vector(at: url.lowerBound), to: SIMD2<UInt64>.self)[0]
      .littleEndian
    let host =
      front == 0x2F2F_3A73_7074_7468
      ? 8 : front & 0xFF_FFFF_FFFF_FFFF == 0x2F_2F3A_7074_7468 ? 7 : 0
    if host > 0, url.count >= host {
      return Section.segmentEnd(from: url.lowerBound &+ host, to: end, in: self)
    }
    let scheme = firstOffset(of: UInt8(ascii: ":"), from: url.lowerBound, to: end)
    guard scheme + 2 < end, self[scheme + 1] == UInt8(ascii: "/"),
      self[scheme + 2] == UInt8(ascii: "/")
    else { return end }
    return Section.segmentEnd(from: scheme + 3, to: end, in: self)
  }
}

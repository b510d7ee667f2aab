extension RawSpan {
  /// Where the origin of a URL ends: before the first `/`, `?` or `#` behind its `://`.
  package func originEnd(_ url: Range<Int>) -> Int {
    let end = url.upperBound
    let scheme = firstOffset(of: UInt8(ascii: ":"), from: url.lowerBound, to: end)
    guard scheme + 2 < end, self[scheme + 1] == UInt8(ascii: "/"),
      self[scheme + 2] == UInt8(ascii: "/")
    else { return end }
    return Section.segmentEnd(from: scheme + 3, to: end, in: self)
  }
}

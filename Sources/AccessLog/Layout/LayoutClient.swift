/// A field that names a client: an address or a name, in a list, in brackets, or with a port.
enum LayoutClient {
  /// The first address or name of a list, without brackets and port; `nil` if it is neither.
  ///
  /// Where a port has to be there, what has none is no client, unless it is `-`. Elsewhere a port is
  /// taken off an IPv4 address, a name, and what is in brackets: of `::1:8080` nothing tells whether
  /// it has one.
  @inline(never)
  static func name(_ bytes: RawSpan, _ field: Range<Int>, hasPort: Bool) -> Range<Int>? {
    let comma = bytes.firstOffset(
      of: UInt8(ascii: ","), from: field.lowerBound, to: field.upperBound)
    var name = field.lowerBound..<comma
    while let last = name.last, bytes[last].isSeparator { name = name.lowerBound..<last }
    guard let first = name.first else { return nil }
    if bytes[first] == UInt8(ascii: "[") {
      let closing = bytes.firstOffset(of: UInt8(ascii: "]"), from: first, to: name.upperBound)
      guard closing < name.upperBound, closing > first + 1 else { return nil }
      let behind = closing + 1..<name.upperBound
      guard behind.isEmpty || isPort(bytes, behind) else { return nil }
      name = first + 1..<closing
    } else {
      let short = Site.withoutPort(bytes, name)
      let colon = bytes.firstOffset(of: UInt8(ascii: ":"), from: first, to: short.upperBound)
      let isMissing = name.count == 1 && bytes[first] == dash
      if hasPort, !isMissing, short.count == name.count { return nil }
      // HAProxy writes `::1:8080`.
      if hasPort || colon == short.upperBound { name = short }
    }
    if case .other = ClientWord(bytes, name) { return nil }
    return name.isEmpty ? nil : name
  }

  /// Whether a range is a colon and digits.
  private static func isPort(_ bytes: RawSpan, _ range: Range<Int>) -> Bool {
    range.count > 1 && bytes[range.lowerBound] == UInt8(ascii: ":")
      && range.dropFirst().allSatisfy { bytes[$0].isDigit }
  }
}

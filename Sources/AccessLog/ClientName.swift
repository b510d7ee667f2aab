/// The name that a client is counted and shown under: one for all ways to write its address.
package enum ClientName {
  /// It stands in the line.
  case logged(Range<Int>)
  /// It stands nowhere: an address that is written otherwise, and its zone, with the `%`, if it has
  /// one.
  case written(AddressText, zone: Range<Int>)

  /// The name of the client that stands at `range`.
  ///
  /// It is without brackets, an IPv4-mapped address as IPv4, an IPv6 address as RFC 5952 writes it.
  /// What is no address is its own name.
  ///
  /// - Complexity: O(length), without allocation.
  @inline(never)
  package init(_ bytes: RawSpan, _ range: Range<Int>) {
    guard let first = range.first,
      bytes.firstOffset(of: colon, from: range.lowerBound, to: range.upperBound)
        < range.upperBound,
      range.count >= 48 || bytes.formOfIPv6(at: first, count: range.count) != .canonical
    else {
      self = .logged(range)
      return
    }
    var bare = range
    if bytes[first] == UInt8(ascii: "["), bytes[range.upperBound - 1] == UInt8(ascii: "]") {
      bare = first + 1..<range.upperBound - 1
    }
    let end = bare.first { bytes[$0] == UInt8(ascii: "%") } ?? bare.upperBound
    guard bare.lowerBound < end, let address = Address(bytes, bare.lowerBound..<end) else {
      self = .logged(range)
      return
    }
    let text = AddressText(address)
    let zone = address.isIPv4 ? end..<end : end..<bare.upperBound
    // Where the end of the logged text is the name, it can be taken from there.
    let start = end - text.count
    if start >= bare.lowerBound,
      (unsafe text.bytes.span.bytes).equals(0..<text.count, bytes, at: start)
    {
      self = .logged(start..<zone.upperBound)
    } else {
      self = .written(text, zone: zone)
    }
  }

  /// Appends the name of a client in `bytes`.
  package func append(_ bytes: RawSpan, to name: inout [UInt8]) {
    switch self {
    case .logged(let range): bytes.append(range, to: &name)
    case .written(let text, let zone):
      text.append(to: &name)
      bytes.append(zone, to: &name)
    }
  }
}

extension RawSpan {
  /// Whether the whole of a range looks like an IPv4 address, whose name is what stands there.
  @inline(__always)
  package func isUsualIPv4(_ range: Range<Int>) -> Bool {
    // What follows may be a digit too, as where names stand end to end.
    (vector(at: range.lowerBound) & .ofFirst(range.count)).countOfIPv4 == range.count
      && !range.isEmpty
  }
}

private let colon = UInt8(ascii: ":")

extension NameHashes {
  /// The hash of the name of a client that may be written in more than one way.
  ///
  /// - Complexity: O(length), without allocation but for an address with a zone.
  @inline(never)
  func hash(ofClient range: Range<Int>, _ bytes: RawSpan) -> UInt64 {
    guard !bytes.isUsualIPv4(range) else { return client(bytes, range) }
    switch ClientName(bytes, range) {
    case .logged(let name): return client(bytes, name)
    case .written(let text, let zone):
      guard !zone.isEmpty else { return client(unsafe text.bytes.span.bytes, 0..<text.count) }
      var name: [UInt8] = []
      text.append(to: &name)
      bytes.append(zone, to: &name)
      return client(unsafe name.span.bytes, 0..<name.count)
    }
  }
}

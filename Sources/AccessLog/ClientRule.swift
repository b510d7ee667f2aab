/// Which address that a line states is its client.
package struct ClientRule: Hashable, Sendable {
  /// Whether it is the right-most address of X-Forwarded-For that is not trusted, where a line has that
  /// field; otherwise it is the peer.
  package var isForwarded = false
  /// The networks of the proxies that say the truth of who sent a request to them.
  package var trusted = ClientRule.privateNetworks

  /// The peer.
  package init() {}

  /// Loopback and private networks: RFC 1122, 1918, 4193 and 4291.
  package static let privateNetworks = [
    Network(Address(ipv4: 127 << 24), bits: 8), Network(Address(ipv4: 10 << 24), bits: 8),
    Network(Address(ipv4: 172 << 24 | 16 << 16), bits: 12),
    Network(Address(ipv4: 192 << 24 | 168 << 16), bits: 16),
    Network(Address(high: 0, low: 1), bits: 128),
    Network(Address(high: 0xFC << 56, low: 0), bits: 7),
  ]

  /// The client of a line with a peer and perhaps a list of addresses: X-Forwarded-For, or Forwarded as
  /// RFC 7239 defines it.
  ///
  /// If all of the list is trusted, it is the first of it. Behind what is no address nothing is known:
  /// then it is the last that is trusted, or the peer.
  ///
  /// - Complexity: O(length of the list · trusted networks), without allocation.
  func client(_ peer: Range<Int>, _ list: Range<Int>?, _ bytes: RawSpan) -> Range<Int> {
    guard isForwarded, let list else { return peer }
    var client = peer
    var end = list.upperBound
    while end > list.lowerBound {
      var start = end
      while start > list.lowerBound, bytes[start - 1] != UInt8(ascii: ",") { start -= 1 }
      let element = ForwardedElement(bytes, start..<end)
      guard let address = element.address else { return client }
      client = element.range
      guard trusted.contains(where: { $0.contains(address) }) else { return client }
      end = start - 1
    }
    return client
  }
}

/// One address of a list of them.
struct ForwardedElement {
  /// Where the address stands, without a port and brackets.
  private(set) var range: Range<Int>
  /// `nil` if no address stands there, such as `unknown`.
  let address: Address?

  /// Reads `203.0.113.7`, `203.0.113.7:80`, `[2001:db8::1]:80`, or `for="[2001:db8::1]";proto=http`,
  /// with spaces and quotes around it.
  init(_ bytes: RawSpan, _ element: Range<Int>) {
    range = ForwardedElement.trimmed(bytes, element)
    if let named = ForwardedElement.named(bytes, range) {
      range = ForwardedElement.trimmed(bytes, named)
    }
    if let first = range.first, bytes[first] == UInt8(ascii: "[") {
      let end = range.first { bytes[$0] == UInt8(ascii: "]") } ?? range.upperBound
      range = first + 1..<end
    } else if let colon = range.first(where: { bytes[$0] == UInt8(ascii: ":") }),
      range.prefix(while: { $0 < colon }).contains(where: { bytes[$0] == UInt8(ascii: ".") })
    {
      range = range.lowerBound..<colon
    }
    address = Address(bytes, range)
  }

  /// The value of `for=` among parameters with semicolons between them.
  private static func named(_ bytes: RawSpan, _ element: Range<Int>) -> Range<Int>? {
    var start = element.lowerBound
    while start < element.upperBound {
      let end = bytes.firstOffset(of: UInt8(ascii: ";"), from: start, to: element.upperBound)
      let parameter = trimmed(bytes, start..<end)
      if parameter.count > 4, isFor(bytes, parameter.lowerBound) {
        return parameter.lowerBound + 4..<parameter.upperBound
      }
      start = end + 1
    }
    return nil
  }

  private static func isFor(_ bytes: RawSpan, _ start: Int) -> Bool {
    let name = [UInt8(ascii: "f"), UInt8(ascii: "o"), UInt8(ascii: "r")]
    return bytes[start + 3] == UInt8(ascii: "=")
      && (0..<3).allSatisfy { bytes[start + $0] | 0x20 == name[$0] }
  }

  /// Without what stands around an address: spaces, `+` and `%20` where a format writes that for them,
  /// quotes and the backslashes before these.
  ///
  /// Behind an address `%20` is its zone.
  private static func trimmed(_ bytes: RawSpan, _ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end {
      let isSpace = end - start >= 3 && bytes.word(at: start, count: 3) == writtenSpace
      guard isSpace || isAround(bytes[start]) else { break }
      start += isSpace ? 3 : 1
    }
    while end > start, isAround(bytes[end - 1]) { end -= 1 }
    return start..<end
  }

  /// `%20`, as Amazon CloudFront writes a space.
  private static let writtenSpace: UInt64 = 0x30_3225

  private static func isAround(_ byte: UInt8) -> Bool {
    byte.isSeparator || byte == doubleQuote || byte == UInt8(ascii: "+")
      || byte == UInt8(ascii: "\\")
  }
}

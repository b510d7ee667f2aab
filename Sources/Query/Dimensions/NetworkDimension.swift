package import AccessLog

extension Dimension {
  /// The /24 of an IPv4 client, the /48 of an IPv6 one.
  package static let network = network(bits: 24)

  /// The network of that many bits, 8 to 32, of an IPv4 client, and of twice as many of an IPv6 one.
  ///
  /// A client that is a name and no address is its own network.
  package static func network(bits: Int) -> Dimension {
    Dimension(
      name: bits == 24 ? "network" : "network/\(bits)", title: "Networks", shownBytes: 128,
      parameter: bits, usual: .network(bits: bits)
    ) { hit, bytes, bits, made in
      guard let address = Address(client: hit.client, in: bytes) else { return .logged(hit.client) }
      made.append(Network(address, bits: address.isIPv4 ? bits : 2 * bits))
      return .made
    }
  }

  /// Whether a client that has most of its group's hits is listed as an entry of its own.
  package var foldsClients: Bool { name.hasPrefix("network") }

  /// The network of a client that has this name, and the network of that client alone; `nil` if the
  /// name is no address.
  package func networks(ofClient name: [UInt8]) -> (network: [UInt8], own: [UInt8])? {
    let bytes = unsafe name.span.bytes
    guard let address = Address(client: 0..<name.count, in: bytes) else { return nil }
    var (network, own): ([UInt8], [UInt8]) = ([], [])
    network.append(self.network(of: address))
    own.append(Network(address, bits: address.bitCount))
    return (network, own)
  }

  /// Appends the network of the client whose name stands at a range: that name, if it is no address.
  package func appendNetwork(
    ofClient name: Range<Int>, in bytes: RawSpan, to network: inout [UInt8]
  ) {
    guard let address = Address(client: name, in: bytes) else {
      return bytes.append(name, to: &network)
    }
    network.append(self.network(of: address))
  }

  /// The network of an address.
  package func network(of address: Address) -> Network {
    Network(address, bits: address.isIPv4 ? parameter : 2 * parameter)
  }

  /// The network that has the name at a range; `nil` if that is the name of a client, which is its own
  /// network.
  package func network(named name: Range<Int>, in bytes: RawSpan) -> Network? {
    // A slash and at most three digits.
    var slash = name.upperBound
    while slash > name.lowerBound, slash > name.upperBound - 4 {
      slash -= 1
      guard bytes[slash] != UInt8(ascii: "/") else {
        return Address(client: name.lowerBound..<slash, in: bytes).map(network(of:))
      }
    }
    return nil
  }

  /// `network/8` to `network/32`.
  static func network(named name: String) -> Dimension? {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0] == "network", let bits = Int(parts[1]), 8...32 ~= bits,
      String(bits) == parts[1]
    else { return nil }
    return network(bits: bits)
  }
}

extension [UInt8] {
  /// Appends a network as RFC 4632 writes it: `203.0.113.0/24`.
  package mutating func append(_ network: Network) {
    AddressText(network.start).append(to: &self)
    append(UInt8(ascii: "/"))
    if network.bits >= 100 { append(UInt8(ascii: "0") + UInt8(network.bits / 100)) }
    if network.bits >= 10 { append(UInt8(ascii: "0") + UInt8(network.bits / 10 % 10)) }
    append(UInt8(ascii: "0") + UInt8(network.bits % 10))
  }
}

/// All addresses that begin with the same bits.
package struct Network: Hashable, Sendable {
  /// The first address.
  package let start: Address
  /// How many bits all of them begin with: at most 32 of IPv4, 128 of IPv6.
  package let bits: Int

  /// The network of that many bits that an address is in.
  package init(_ address: Address, bits: Int) {
    start = address.prefix(bits)
    self.bits = bits
  }

  package func contains(_ address: Address) -> Bool {
    address.isIPv4 == start.isIPv4 && address.prefix(bits) == start
  }
}

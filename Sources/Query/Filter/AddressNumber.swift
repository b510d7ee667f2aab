import AccessLog

/// An address as a number, by which networks are ranges: IPv4 ones come before all others.
struct AddressNumber: Hashable, Comparable, Sendable {
  let isIPv6: Bool
  let high: UInt64
  let low: UInt64

  init(_ address: Address) {
    isIPv6 = !address.isIPv4
    high = address.high
    low = address.low
  }

  fileprivate init(isIPv6: Bool, high: UInt64, low: UInt64) {
    self.isIPv6 = isIPv6
    self.high = high
    self.low = low
  }

  @inline(__always)
  static func < (left: AddressNumber, right: AddressNumber) -> Bool {
    if left.isIPv6 != right.isIPv6 { return right.isIPv6 }
    return left.high != right.high ? left.high < right.high : left.low < right.low
  }
}

extension Network {
  /// From the first address to the last.
  var addresses: ClosedRange<AddressNumber> {
    let first = AddressNumber(start)
    let free = start.bitCount - bits
    // Shifting by as many bits as there are, or more, gives 0.
    let low = free >= 64 ? UInt64.max : (1 << UInt64(free)) - 1
    let high = free > 64 ? UInt64.max >> UInt64(128 - free) : 0
    return
      first...AddressNumber(
        isIPv6: first.isIPv6, high: first.high | (start.isIPv4 ? 0 : high),
        low: first.low | (start.isIPv4 ? low & 0xFFFF_FFFF : low))
  }
}

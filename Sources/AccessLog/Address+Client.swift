extension Address {
  /// The address of a client, without its zone; `nil` if it is a name.
  package init?(client: Range<Int>, in bytes: RawSpan) {
    let isIPv4 = bytes.isUsualIPv4(client)
    if let address = isIPv4
      ? Address(usualIPv4: client, in: bytes) : Address(usualIPv6: client, in: bytes)
    {
      self = address
      return
    }
    var range = client
    let zone = bytes.firstOffset(
      of: UInt8(ascii: "%"), from: client.lowerBound, to: client.upperBound)
    if zone < client.upperBound {
      // Brackets stand around the zone too.
      let start = bytes[client.lowerBound] == UInt8(ascii: "[") ? 1 : 0
      range = client.lowerBound + start..<zone
      guard !range.isEmpty else { return nil }
    }
    self.init(bytes, range)
  }
}

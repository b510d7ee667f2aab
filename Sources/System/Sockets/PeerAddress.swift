import Glibc

/// Whose message it is: an address without its port.
package struct PeerAddress: Hashable, Sendable {
  /// The 16 bytes of an IPv6 address, or those of an IPv4-mapped one, in the order of the network.
  private let halves: SIMD2<UInt64>
  /// Whether it came over a socket of this machine, which has no address.
  package let isLocal: Bool

  package static let local = PeerAddress(halves: SIMD2(0, 0), isLocal: true)

  private init(halves: SIMD2<UInt64>, isLocal: Bool) {
    self.halves = halves
    self.isLocal = isLocal
  }

  /// Reads what the system filled in.
  init(_ storage: sockaddr_storage) {
    var bytes = [UInt8](repeating: 0, count: 16)
    var storage = storage
    switch Int32(storage.ss_family) {
    case AF_INET:
      bytes[10] = 0xFF
      bytes[11] = 0xFF
      // `sin_addr` stands behind the family and the port.
      unsafe withUnsafeBytes(of: &storage) { unsafe bytes.replaceSubrange(12..., with: $0[4..<8]) }
    case AF_INET6:
      // `sin6_addr` stands behind the family, the port and the flow.
      unsafe withUnsafeBytes(of: &storage) { unsafe bytes.replaceSubrange(0..., with: $0[8..<24]) }
    default:
      self = .local
      return
    }
    func half(_ from: Int) -> UInt64 {
      bytes[from..<from + 8].reduce(0) { $0 << 8 | UInt64($1) }
    }
    self.init(halves: SIMD2(half(0), half(8)), isLocal: false)
  }
}

extension PeerAddress: CustomStringConvertible {
  /// As a person writes it, IPv4-mapped ones as IPv4; `inet_ntop(3)`.
  package var description: String {
    guard !isLocal else { return "localhost" }
    let bytes = [halves.x, halves.y].flatMap { half in
      (0..<8).map { UInt8(truncatingIfNeeded: half >> UInt64(56 - 8 * $0)) }
    }
    if bytes.prefix(10).allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return bytes[12...].map { "\($0)" }.joined(separator: ".")
    }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let count = socklen_t(text.count)
    guard unsafe inet_ntop(AF_INET6, bytes, &text, count) != nil else { return "?" }
    return String(
      decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

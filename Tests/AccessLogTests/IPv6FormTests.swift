import Glibc
import TestSupport
import Testing

@testable import AccessLog

/// Judging all bytes of an address at once gives what parsing it gives.
@Suite struct IPv6FormTests {
  private func form(_ text: String) -> IPv6Form {
    let bytes = Array(text.utf8)
    return (unsafe bytes.span.bytes).formOfIPv6(at: 0, count: bytes.count)
  }

  private func address(_ text: String) -> Address? {
    let bytes = Array(text.utf8)
    return Address(unsafe bytes.span.bytes, 0..<bytes.count)
  }

  /// The address of a text as it is found where names stand end to end.
  private func addressAmongOthers(_ text: String) -> Address? {
    let bytes = Array("::1".utf8) + Array(text.utf8) + Array("1::".utf8)
    return Address(unsafe bytes.span.bytes, 3..<bytes.count - 3)
  }

  /// The address as the C library reads it; `inet_pton(3)`.
  private func systemsAddress(_ text: String) -> Address? {
    var raw = in6_addr()
    guard unsafe inet_pton(AF_INET6, text, &raw) == 1 else { return nil }
    let bytes = unsafe withUnsafeBytes(of: &raw) { unsafe Array($0) }
    let words = [bytes[..<8], bytes[8...]].map { $0.reduce(UInt64(0)) { $0 << 8 | UInt64($1) } }
    return Address(high: words[0], low: words[1])
  }

  private func canonical(_ text: String) -> String? {
    guard let address = address(text) else { return nil }
    var name: [UInt8] = []
    AddressText(address).append(to: &name)
    return String(decoding: name, as: UTF8.self)
  }

  @Test(arguments: [
    "2001:db8:85a3::8a2e:370:7334", "1:2:3:4:5:6:7:8", "2001:db8::", "fe80::1", "a::f:f:f:f:f",
    "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  ])
  func whatIsUsualIsCanonical(text: String) {
    #expect(form(text) == .canonical)
    #expect(canonical(text) == text)
  }

  @Test(arguments: [
    "::1", "::", "1::3:4:5:6:7:8", "2001:DB8::1", "2001:0db8::1",
    "2001:db8:0::1", "1:0:0:4:5:6:7:8", "::ffff:cb00:7107",
  ])
  func whatMayBeWrittenOtherwiseIsAnAddress(text: String) {
    #expect(form(text) == .other)
    #expect(canonical(text) != nil)
  }

  @Test(arguments: [
    "", ":", "1", "1:2", ":1::2", "1::2:", ":::", "1:::2", "1::2::3", "12345::1", "1:2:3:4:5:6:7",
    "1:2:3:4:5:6:7:8:9", "g::1", "192.0.2.1", "::ffff:192.0.2.1", "fe80::1%eth0", "[::1]",
    "1:2:3:4:5:6:7:8::",
  ])
  func whatIsNoAddressInThisFormIsNone(text: String) {
    #expect(form(text) == .none)
  }

  @Test func agreesWithTheParser() {
    var random = SeededRandom(seed: 3)
    let groups = ["0", "0", "1", "f", "db8", "0db8", "ABcd", "ffff", "", "00", "12345", "cb00"]
    var canonicals = 0
    for _ in 0..<60_000 {
      let count = random.below(5) == 0 ? random.below(10) : 8 - random.below(4)
      var text = (0..<count).map { _ in groups[random.below(groups.count)] }.joined(separator: ":")
      if random.below(4) == 0 { text = "2001:db8:" + text }
      guard text.utf8.count < 48 else { continue }
      let name = canonical(text)
      #expect(address(text) == systemsAddress(text), "\(text)")
      #expect(addressAmongOthers(text) == systemsAddress(text), "\(text)")
      switch form(text) {
      case .canonical:
        canonicals += 1
        #expect(name == text)
      case .other: #expect(name != nil, "\(text)")
      // Left to the parser: seven groups and the `::` at the end.
      case .none: #expect(name == nil || text.hasSuffix("::"), "\(text)")
      }
    }
    #expect(canonicals > 100)
  }
}

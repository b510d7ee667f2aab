import Testing

@testable import AccessLog

@Suite struct AddressTextTests {
  @Test(arguments: [
    "0.0.0.0", "1.20.103.9", "9.99.100.255", "10.0.0.10", "100.110.109.101", "255.255.255.255",
    "::", "::1", "2001:db8::", "2001:db8:85a3::8a2e:370:7334",
  ])
  func anAddressIsWrittenAsItIsRead(text: String) throws {
    let bytes = Array(text.utf8)
    let address = try #require(Address(unsafe bytes.span.bytes, 0..<bytes.count))
    let written = AddressText(address)
    var line = Array("from ".utf8)
    written.append(to: &line)
    #expect(String(decoding: line, as: UTF8.self) == "from " + text)
    // What follows are zeros, as the type promises.
    #expect((written.count..<48).allSatisfy { written.bytes[$0] == 0 })
  }
}

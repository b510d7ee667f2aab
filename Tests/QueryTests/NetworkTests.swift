import AccessLog
import Query
import Testing

struct NetworkTests {
  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
    ("255.255.255.255", "255.255.255.255", "255.255.255.0/24"),
    ("::ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
    ("::FFFF:203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
    ("::ffff:cb00:7107", "203.0.113.7", "203.0.113.0/24"),
    ("0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"),
    ("[::ffff:203.0.113.7]", "203.0.113.7", "203.0.113.0/24"),
    ("0:0:0:0:0:0:0:1", "::1", "::/48"),
    ("[::1]", "::1", "::/48"),
    ("2001:DB8::0:1", "2001:db8::1", "2001:db8::/48"),
    ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1", "2001:db8::/48"),
    ("2001:db8:a:b::", "2001:db8:a:b::", "2001:db8:a::/48"),
    ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1", "2001::/48"),
    ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1", "2001:db8::/48"),
    ("64:ff9b::192.0.2.33", "64:ff9b::c000:221", "64:ff9b::/48"),
    ("fe80:0::1%eth0", "fe80::1%eth0", "fe80::/48"),
    ("[fe80::1%eth0]", "fe80::1%eth0", "fe80::/48"),
    ("999.1.1.1", "999.1.1.1", "999.1.1.1"),
    ("www.example.org", "www.example.org", "www.example.org"),
    ("unix:", "unix:", "unix:"),
    ("-", "-", "-"),
  ])
  func anAddressIsTheSameHoweverItIsWritten(
    logged: String, client: String, network: String
  ) throws {
    let line = "\(logged) - - [08/Jul/2020:10:10:30 +0000] \"GET / HTTP/1.1\" 200 1"
    #expect(try group(of: line, by: .client) == client)
    #expect(try group(of: line, by: .network) == network)
  }

  @Test(arguments: [
    ("10.1.2.3", 8, "10.0.0.0/8", true), ("10.1.2.3", 8, "11.1.2.3", false),
    ("10.1.2.3", 32, "10.1.2.3", true), ("10.1.2.3", 31, "10.1.2.2", true),
    ("10.1.2.3", 0, "99.1.2.3", true), ("10.1.2.3", 0, "::1", false),
    ("2001:db8:1::", 33, "2001:db8:7fff::1", true), ("2001:db8:1::", 33, "2001:db8:8000::", false),
    ("2001:db8::1:0:0:1", 65, "2001:db8::0:1:2:3", true),
    ("2001:db8::1:0:0:1", 65, "2001:db8:0:0:8000::", false),
    ("2001:db8::1", 128, "2001:db8::1", true), ("2001:db8::1", 128, "2001:db8::2", false),
    ("10.1.2.3", 24, "::ffff:10.1.2.99", true),
  ])
  func aNetworkHasTheAddressesThatBeginWithItsBits(
    start: String, bits: Int, other: String, isWithin: Bool
  ) throws {
    func address(_ text: String) throws -> Address {
      let bytes = Array(text.prefix { $0 != "/" }.utf8)
      return try #require(Address(unsafe bytes.span.bytes, 0..<bytes.count))
    }
    let network = Network(try address(start), bits: bits)
    #expect(network.contains(try address(other)) == isWithin)
  }
}

import Testing

@testable import AccessLog

/// Who the client is behind proxies.
@Suite struct ClientRuleTests {
  private static func client(of list: String, _ rule: ClientRule) -> String {
    let text = Array("192.0.2.9 \(list)".utf8)
    let bytes = unsafe text.span.bytes
    let range = rule.client(0..<9, 10..<text.count, bytes)
    return String(decoding: text[range], as: UTF8.self)
  }

  @Test(arguments: [
    ("203.0.113.7", "203.0.113.7"), ("198.51.100.1, 203.0.113.7", "203.0.113.7"),
    ("203.0.113.7, 10.0.0.1", "203.0.113.7"), ("203.0.113.7,10.0.0.1,127.0.0.1", "203.0.113.7"),
    ("203.0.113.7, 172.31.255.255, 192.168.3.4, ::1, fd00::1", "203.0.113.7"),
    ("203.0.113.7, 172.32.0.1", "172.32.0.1"), ("203.0.113.7:4711, 10.0.0.1:80", "203.0.113.7"),
    ("2001:db8::1, 10.0.0.1", "2001:db8::1"), ("[2001:db8::1]:443, 10.0.0.1", "2001:db8::1"),
    ("::ffff:10.0.0.1", "::ffff:10.0.0.1"), ("203.0.113.7, ::ffff:10.0.0.1", "203.0.113.7"),
    // All are trusted.
    ("10.0.0.3, 10.0.0.2", "10.0.0.3"), ("10.0.0.3", "10.0.0.3"),
    // Behind what is no address anything may stand.
    ("203.0.113.7, unknown", "192.0.2.9"), ("203.0.113.7, unknown, 10.0.0.1", "10.0.0.1"),
    ("-", "192.0.2.9"), ("", "192.0.2.9"), (",", "192.0.2.9"), ("203.0.113.7,", "192.0.2.9"),
    ("203.0.113.7,%2010.0.0.1", "203.0.113.7"), ("198.51.100.1,%20203.0.113.7", "203.0.113.7"),
    ("203.0.113.7,+10.0.0.1", "203.0.113.7"), ("\\\"203.0.113.7\\\"", "203.0.113.7"),
    ("for=203.0.113.7;proto=http;by=10.0.0.9, for=10.0.0.1", "203.0.113.7"),
    ("For=\"[2001:db8::1]:47\"; proto=http", "2001:db8::1"),
    ("proto=http; for=203.0.113.7", "203.0.113.7"), ("for=_hidden, for=10.0.0.1", "10.0.0.1"),
    ("for=", "192.0.2.9"), ("proto=http", "192.0.2.9"),
  ])
  func theRightMostThatIsNotTrusted(list: String, client: String) {
    var rule = ClientRule()
    #expect(ClientRuleTests.client(of: list, rule) == "192.0.2.9")
    rule.isForwarded = true
    #expect(ClientRuleTests.client(of: list, rule) == client)
  }

  @Test func othersAreTrustedIfAskedFor() {
    var rule = ClientRule()
    rule.isForwarded = true
    rule.trusted = [Network(Address(ipv4: 203 << 24 | 113 << 8), bits: 24)]
    #expect(ClientRuleTests.client(of: "198.51.100.1, 203.0.113.7", rule) == "198.51.100.1")
    #expect(ClientRuleTests.client(of: "198.51.100.1, 10.0.0.1", rule) == "10.0.0.1")
    rule.trusted = []
    #expect(ClientRuleTests.client(of: "198.51.100.1, 10.0.0.1", rule) == "10.0.0.1")
  }

  private static func forwarded(_ rest: String) -> String? {
    let text = Array(rest.utf8)
    return CombinedFields.forwardedFor(rest: 0..<text.count, in: unsafe text.span.bytes).map {
      String(decoding: text[$0], as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("\"-\" \"curl\" \"203.0.113.7\"", "203.0.113.7"),
    ("\"-\" \"curl\" \"203.0.113.7, 10.0.0.1\" 0.01", "203.0.113.7, 10.0.0.1"),
    ("\"-\" \"curl\" \"-\"", nil), ("\"-\" \"curl\"", nil), ("\"-\" \"curl\" \"gzip\"", nil),
    ("\"-\" \"curl\" 203.0.113.7", nil), ("", nil),
  ])
  func aThirdQuotedFieldOfAddressesIsTheList(rest: String, list: String?) {
    #expect(ClientRuleTests.forwarded(rest) == list)
  }
}

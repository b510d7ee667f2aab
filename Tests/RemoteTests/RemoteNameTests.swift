import Testing

@testable import Remote

struct RemoteNameTests {
  @Test(arguments: [
    ("syslog://:514", SyslogPlace.network(host: nil, port: 514)),
    ("syslog://0.0.0.0:5140", .network(host: "0.0.0.0", port: 5_140)),
    ("syslog://[::1]:5140", .network(host: "::1", port: 5_140)),
    ("syslog:///run/ht.sock", .socket(path: "/run/ht.sock")),
  ])
  func aPlaceIsAnAddressOrAPath(name: String, expected: SyslogPlace) throws {
    #expect(try RemoteName(name) == .syslog(expected))
  }

  @Test(arguments: [
    "syslog://", "syslog://:0", "syslog://:x", "syslog://host", "syslog:///", "syslog://::1:5",
    "syslog://a/b:5", "syslog://[]:5", "syslog:///run/",
  ])
  func otherPlacesAreMistakes(name: String) {
    #expect(throws: RemoteName.Mistake.self) { try RemoteName(name) }
  }

  @Test func filesAreNone() throws {
    #expect(try RemoteName("/var/log/syslog") == nil)
    #expect(try RemoteName("syslog") == nil)
  }
}

import System
import Testing

@testable import Remote

struct SshPlaceTests {
  private static let settings = """
    Host web1 web2
      HostName 192.0.2.1
    host=db1
    Host *.example.org !x *
    Host "web10"
    """

  private static func names(_ text: String) -> [String]? {
    SshPlace.places(text) { SshHosts.matching($0, in: settings) }?.map(\.name)
  }

  @Test(
    arguments: [
      ("ssh://web1/var/log/a.log", ["ssh://web1/var/log/a.log"]),
      ("ssh://me@web1:2222/a", ["ssh://me@web1:2222/a"]),
      ("ssh://web[1-3]/a", ["ssh://web1/a", "ssh://web2/a", "ssh://web3/a"]),
      ("ssh://w[09-10,x]/a", nil),
      ("ssh://w[09-10,12].b/a", ["ssh://w09.b/a", "ssh://w10.b/a", "ssh://w12.b/a"]),
      ("ssh://w[1-2]r[1-2]/a", ["ssh://w1r1/a", "ssh://w1r2/a", "ssh://w2r1/a", "ssh://w2r2/a"]),
      ("ssh://[::1]:22/a", ["ssh://::1:22/a"]),
      ("ssh://@web*/a", ["ssh://web1/a", "ssh://web2/a", "ssh://web10/a"]),
      ("ssh://@db?/a", ["ssh://db1/a"]),
      ("ssh://@none/a", nil), ("ssh://@/a", nil),
      ("ssh://web1", nil), ("ssh:///a", nil), ("ssh://web1/", nil), ("ssh://web1:0/a", nil),
      ("ssh://-oProxyCommand=x/a", nil), ("ssh://-l@web1/a", nil), ("ssh://web1/a\nb", nil),
      ("ssh://web[1-9999]/a", nil), ("ssh://web[3-1]/a", nil), ("ssh://web[]/a", nil),
    ] as [(String, [String]?)])
  func aNameStandsForHostsAndAPath(text: String, expected: [String]?) {
    #expect(SshPlaceTests.names(text) == expected)
  }

  @Test func wordsOfFailuresAreSafeAndClear() {
    func words(_ errors: String, isConnected: Bool = false) -> String {
      SshCommand.failure(.exited(status: 255), Array(errors.utf8), isConnected: isConnected)
    }
    #expect(words("me@web1: Permission denied (publickey).\r\n").hasPrefix("access denied: no key"))
    #expect(words("Host key verification failed.\n").hasPrefix("its host key is not known"))
    #expect(
      words("ssh: connect to host web1 port 22: Connection refused\n")
        == "connect to host web1 port 22: Connection refused")
    #expect(words("\u{1B}[2Jboo\n") == "?[2Jboo")
    #expect(words("", isConnected: true) == "the connection was closed")
  }
}

import AccessLog
import Testing

/// Client, identity and user: what stands before the time.
struct ClientFieldsTests {
  @Test(arguments: [
    "192.0.2.1", "2001:db8::1", "::1", "fe80::1%eth0", "::ffff:192.0.2.1", "[2001:db8::1]",
    "[0:0:0:0:0:0:0:1]", "[fe80::1%eth0]", "fe80::", "client.example.com", "client.example.com.",
    "localhost", "web-1", "_a.b", "3com.net", "192.0.2.xxx", "unix:", "-",
  ])
  func clientIsAnAddressANameOrNone(client: String) {
    let time = "[08/Jul/2020:10:10:30 +0200] \"GET / HTTP/1.1\" 200 1"
    var parser = LineParser()
    // The second time has been seen before, which has a way of its own.
    for _ in 0..<2 {
      guard case .hit(let hit) = parser.parse("\(client) - - \(time)") else {
        Issue.record("\(client) is refused")
        continue
      }
      #expect(hit.client == 0..<client.utf8.count)
    }
  }

  @Test(arguments: [
    "192.0.2.1:443", "[2001:db8::1]:443", "client.example.com:443", "192.0.2.1,",
    "192.0.2.1,203.0.113.7",
    "1234", "0.050", "1594195830.123", "192.0.2", "192.0.2.1.5", "192.168.255.255.",
    "1000.1000.1000.1", "192..2.1",
    "10:10:30", "1:2:3:4:5:6:7:8:9", "1::2::3", "::g", ":1", "1:", "fe80::1%", "[192.0.2.1]", "[]",
    "2001:db8::192.0.2", "a..b", "-a", ".", "<134>1", "2020-07-08T08:10:30Z", "nginx:", "\u{0}",
    "h\"",
    "h@", "\"192.0.2.1\"", "a/b", "\u{1B}[36mweb_1",
  ])
  func wordThatIsNoClientMakesTheLineMalformed(word: String) {
    let line = "\(word) - - [08/Jul/2020:10:10:30 +0200] \"GET / HTTP/1.1\" 200 1"
    var parser = LineParser()
    _ = parser.parse("192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] \"GET / HTTP/1.1\" 200 1")
    #expect(parser.parse(line) == .malformed)
    #expect(parse(line) == .malformed)
  }

  @Test(arguments: [
    ("- - ", "-", "-"),
    ("- frank ", "-", "frank"),
    ("ident frank ", "ident", "frank"),
    ("- john doe ", "-", "john doe"),
    ("-   ", "-", " "),
    ("-     ", "-", "   "),
    ("- \"\" ", "-", "\"\""),
    ("- [admin] ", "-", "[admin]"),
    ("- a [b c] d ", "-", "a [b c] d"),
    ("- [08/Jul/2020:10:10:30] ", "-", "[08/Jul/2020:10:10:30]"),
    (#"- a\"b "#, "-", #"a\"b"#),
    (#"- a\x22b "#, "-", #"a\x22b"#),
    ("www.example.com - ", "www.example.com", "-"),
    ("-   frank  ", "-", "frank"),
    ("-\t-\t", "-", "-"),
  ])
  func userIsAllBetweenTheIdentityAndTheTime(names: String, identity: String, user: String) {
    let line = "192.0.2.1 \(names)[08/Jul/2020:10:10:30 +0200] \"GET /a HTTP/1.1\" 200 1"
    let parsed = ParsedLine(line)
    #expect(parsed?.identity == identity)
    #expect(parsed?.user == user)
    #expect(parsed?.instant == 1_594_195_830)
    #expect(parsed?.section == "/a")
  }

  // A client chooses the user's name; servers escape the quotes in it.
  @Test(arguments: [
    "203.0.113.7 - -", "203.0.113.7, 198.51.100.1",
    "x [01/Jan/1970:00:00:00 +0000]",
    "x [01/Jan/1970:00:00:00 +0000] y",
    "x [01/Jan/1970:00:00:00 +0000] - 404 7",
    #"x [01/Jan/1970:00:00:00 +0000] \"GET /false HTTP/1.1\" 404 7"#,
    #"x [01/Jan/1970:00:00:00 +0000] \x22GET /false HTTP/1.1\x22 404 7"#,
  ])
  func userCannotFeignATimeARequestOrAStatus(user: String) {
    let line = "192.0.2.1 - \(user) [08/Jul/2020:10:10:30 +0200] \"GET /true HTTP/1.1\" 200 1"
    let parsed = ParsedLine(line)
    #expect(parsed?.user == user)
    #expect(parsed?.instant == 1_594_195_830)
    #expect(parsed?.section == "/true")
    #expect(parsed?.status == 200)
  }
}

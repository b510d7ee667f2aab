import AccessLog
import Testing

/// Client, identity and user: what stands before the time.
struct ClientFieldsTests {
  @Test(arguments: [
    "192.0.2.1", "2001:db8::1", "::1", "fe80::1%eth0", "::ffff:192.0.2.1", "[2001:db8::1]",
    "client.example.com", "unix:", "-", "\u{0}", "h\"",
  ])
  func clientIsWhatStandsBeforeTheFirstSpace(client: String) {
    #expect(
      ParsedLine("\(client) - - [08/Jul/2020:10:10:30 +0200] \"GET / HTTP/1.1\" 200 1")?.client
        == client)
  }

  @Test(arguments: [
    ("- - ", "-", "-"),
    ("- frank ", "-", "frank"),
    ("ident frank ", "ident", "frank"),
    ("- john doe ", "-", "john doe"),
    ("-  ", "-", ""),
    ("- [admin] ", "-", "[admin]"),
    ("- a [b c] d ", "-", "a [b c] d"),
    ("- [08/Jul/2020:10:10:30] ", "-", "[08/Jul/2020:10:10:30]"),
    (#"- a\"b "#, "-", #"a\"b"#),
    (#"- a\x22b "#, "-", #"a\x22b"#),
    ("- ", "-", ""),
    ("", "", ""),
  ])
  func userIsAllBetweenTheIdentityAndTheTime(names: String, identity: String, user: String) {
    let line = "192.0.2.1 \(names)[08/Jul/2020:10:10:30 +0200] \"GET /a HTTP/1.1\" 200 1"
    let parsed = ParsedLine(line)
    #expect(parsed?.identity == identity)
    #expect(parsed?.user == user)
    #expect(parsed?.instant == 1_594_195_830)
    #expect(parsed?.section == "/a")
  }

  // Whoever sends a request chooses the user's name; servers escape the quotes in it.
  @Test(arguments: [
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

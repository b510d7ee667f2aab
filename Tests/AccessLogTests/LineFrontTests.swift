import AccessLog
import Testing

/// What stands before the time: only where that is `client identity user` is the first word the client.
struct LineFrontTests {
  /// All that follows is as servers write it; what the parser may have seen before must not matter.
  private static func kinds(of front: String) -> [Line] {
    let line = front + #" [08/Jul/2020:10:10:30 +0200] "GET /a HTTP/1.1" 200 1"#
    var parser = LineParser()
    return [parser.parse(line), parser.parse(line)]
  }

  @Test(arguments: [
    "192.0.2.1 - -", "2001:db8::1 - frank", "[2001:db8::1] - -", "fe80::1%eth0 - -",
    "client.example.net - -", "client.example.net - frank", "client.example.net - john doe",
    "client.example.net ident frank", "localhost - -", "unix: - -", "- - -", "- - frank",
    // A client chooses the user's name, and must not get its hits refused by it.
    "192.0.2.1 - john doe", "192.0.2.1 - -  -", "192.0.2.1 - 203.0.113.7 - -",
    "192.0.2.1 - www.example.com 203.0.113.7", #"192.0.2.1 - \"x\""#, #"192.0.2.1 - """#,
    // lighttpd logs the virtual host as the identity, which may be an address.
    "192.0.2.1 www.example.com -", "192.0.2.1 www.example.com:8080 -", "192.0.2.1 203.0.113.80 -",
    "192.0.2.1 www.example.com john doe",
    // Columns may be padded.
    "192.0.2.1    -   -  ", "192.0.2.1\t-\t-",
  ])
  func commonFrontIsRead(front: String) {
    let client = front.prefix { $0 != " " && $0 != "\t" }
    for case .hit(let hit) in LineFrontTests.kinds(of: front) {
      #expect(hit.client == 0..<client.utf8.count)
    }
    #expect(
      LineFrontTests.kinds(of: front).allSatisfy { if case .hit = $0 { true } else { false } })
  }

  @Test(arguments: [
    // The virtual host first: of one word or several, with or without a port, or not known.
    "www.example.com 192.0.2.1 - -", "www.example.com:443 192.0.2.1 - frank",
    "www.example.com 2001:db8::1 - -", "www.example.com [2001:db8::1] - -",
    "www.example.com client.example.net - -", "www.example.com client.example.net frank",
    "www.example.com 192.0.2.1 -", "www.example.com - 192.0.2.1 - -", "www.example.com - 192.0.2.1",
    "www.example.com - client.example.net - -", "shop www.example.com 192.0.2.1 - -",
    "10.0.0.5 192.0.2.1 - -", "10.0.0.5:80 192.0.2.1 - -", "localhost 192.0.2.1 - -",
    "_ 192.0.2.1 - -",
    "- 192.0.2.1 - -", "- 192.0.2.1 -", "- - 192.0.2.1", "- - 192.0.2.1 - -",
    "- client.example.net - -",
    "- - www.example.com 192.0.2.1 - -",
    // The client with a port.
    "192.0.2.1:1111 - -", "[2001:db8::1]:1111 - -", "192.0.2.1:1111 host:2222 - -",
    // Lists of addresses, with or without the peer behind them.
    "203.0.113.7, 198.51.100.1 - -", "203.0.113.7, 198.51.100.1 192.0.2.1 - -",
    "203.0.113.7,198.51.100.1 - -", "203.0.113.7 192.0.2.1 - -", "203.0.113.7 2001:db8::1 - frank",
    "unknown, 203.0.113.7 - -", "unknown 203.0.113.7 - -", #""203.0.113.7" 192.0.2.1 - -"#,
    // syslog, journalctl, and the logs of containers and consoles.
    "Jul  8 10:10:30 web1 nginx: 192.0.2.1 - -", "Jul 18 10:10:30 web1 nginx[12]: 192.0.2.1 - -",
    "2020-07-08T08:10:30.123+00:00 web1 nginx: 192.0.2.1 - -",
    "<190>Jul  8 10:10:30 web1 nginx: 192.0.2.1 - -",
    "<190>1 2020-07-08T08:10:30Z web1 nginx 12 - - 192.0.2.1 - -", "nginx: 192.0.2.1 - -",
    "web1 nginx: 192.0.2.1 - -", "web-1  | 192.0.2.1 - -", "web_1 | 192.0.2.1 - -",
    "2020-07-08T08:10:30.123456789Z 192.0.2.1 - -",
    "2020-07-08T08:10:30.123456789Z stdout F 192.0.2.1 - -",
    "[pod/web-1/nginx] 192.0.2.1 - -", "[pod/web-1/nginx] 2020-07-08T08:10:30Z 192.0.2.1 - -",
    "web-1 nginx 192.0.2.1 - -", "INFO 192.0.2.1 - -", "INFO - 192.0.2.1 - -",
    "INFO: 192.0.2.1 - -",
    "INFO:werkzeug:192.0.2.1 - -", "2020-07-08 08:10:30,123 INFO 192.0.2.1 - -",
    "2020-07-08 08:10:30 192.0.2.1 - -", "2020-07-08 - 192.0.2.1 - -",
    // A number first: a duration, a time, a process.
    "1234 192.0.2.1 - -", "0.050 192.0.2.1 - -", "1594195830 192.0.2.1 - -", "1234 - -",
    // Too few words.
    "192.0.2.1", "192.0.2.1 -", "192.0.2.1 - ", "", "-", "- -",
  ])
  func otherFrontIsRefused(front: String) {
    #expect(LineFrontTests.kinds(of: front) == [.malformed, .malformed])
  }
}

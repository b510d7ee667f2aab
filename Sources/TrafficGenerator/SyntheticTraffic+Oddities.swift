extension SyntheticTraffic {
  /// Appends a line that is rare but valid.
  mutating func appendOddity(to bytes: inout [UInt8]) {
    let client = clients.next(&random)
    switch random.below(4) {
    case 0: bytes.append(random.element(of: SyntheticTraffic.comments))
    case 1:
      appendOpening(client, to: &bytes)
      bytes.append("GET http://my.site.com")
      bytes.append(random.element(of: SyntheticTraffic.paths))
      bytes.append(" HTTP/1.0")
      appendClosing(client, 200, size: random.below(4_096), to: &bytes)
    case 2:
      appendOpening(client, to: &bytes)
      bytes.append("POST /report HTTP/1.1")
      appendClosing(client, 600, size: random.below(4_096), to: &bytes)
    default:
      // A client hello, sent to a port that speaks no TLS, as nginx escapes it.
      appendOpening(client, to: &bytes)
      bytes.append(#"\x16\x03\x01\x02\x00\x01\x00\x01\xFC\x03\x03"#)
      appendClosing(client, 400, size: 157, to: &bytes)
    }
  }

  /// Appends a line of no format: cut off, of another kind of log, or with an impossible time.
  mutating func appendMalformed(to bytes: inout [UInt8]) {
    let client = clients.next(&random)
    switch random.below(5) {
    case 0:
      // Cut off before the status; at least one byte is left, and it does not begin a comment.
      let start = bytes.count
      appendOpening(client, to: &bytes)
      let section = site.nextSection(&random)
      bytes.append("GET ")
      site.appendTarget(in: section, site.kind(of: section), to: &bytes, &random)
      bytes.removeLast(random.below(bytes.count - start))
    case 1:
      Clients.appendAddress(of: client, to: &bytes)
      bytes.append(#" - - [31/Feb/2020:10:10:30 +0000] "GET / HTTP/1.1" 200 512"#)
    case 2:
      appendOpening(client, to: &bytes)
      bytes.append(#"GET / HTTP/1.1" - -"#)
    case 3:
      bytes.append(random.element(of: SyntheticTraffic.foreignLines))
    default:
      // The first byte does not begin a comment, and no byte is a newline.
      for _ in 0..<8 + random.below(56) { bytes.append(0x80 | UInt8(random.below(128))) }
    }
  }

  private static let comments: [StaticString] = [
    "# rotated", "#Software: Hightide", "#Fields: host identity user time request status bytes",
    "#",
  ]

  private static let paths: [StaticString] = [
    "", "/", "/pages", "/pages/create", "/pages/create?x=1", "/report/list",
  ]

  private static let foreignLines: [StaticString] = [
    "connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.7",
    #"{"time":"2020-07-08T08:10:30Z","method":"GET","path":"/","status":200}"#,
    "Jul  8 10:10:30 web1 systemd[1]: Reloaded nginx.service - A high performance web server.",
    "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}",
  ]
}

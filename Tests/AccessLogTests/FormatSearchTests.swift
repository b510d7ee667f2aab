import Testing

@testable import AccessLog

struct FormatSearchTests {
  /// What is passed without reading it in any format.
  @Test(arguments: [
    "", "h", "\0\0\0\0", "Started Application in 2.1 seconds (process running for 2.6)",
    "2020-07-08 10:10:30,123 INFO  [main] org.example.Thing - processed item 7 in 12 ms",
    "    at org.example.Thing.run(Thing.java:12)",
    "Jul  8 10:10:30 web1 systemd[1]: Started /usr/bin/thing.",
    "a /12", "/", "/2", "a/20x",
  ]) func isNoHitInAnyFormat(line: String) {
    #expect(!mayBeHit(line))
    #expect(formats(of: line).isEmpty)
  }

  @Test(arguments: [
    "1594195830.123 254 192.0.2.1 TCP_MISS/200 2953 GET /a - HIER_DIRECT/192.0.2.80 text/html",
    "192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] \"GET / HTTP/1.1\" 200 1",
    "{", "a=", "a\tb", "GET / HTTP/1.1",
  ]) func isReadInAll(line: String) {
    #expect(mayBeHit(line))
  }

  private func mayBeHit(_ line: String) -> Bool {
    let bytes = Array(line.utf8)
    return unsafe FormatSearch.mayBeHit(bytes.span.bytes, 0..<bytes.count)
  }

  private func formats(of line: String) -> [LogFormat] {
    let bytes = Array(line.utf8)
    return unsafe FormatSearch.formats(of: 0..<bytes.count, bytes.span.bytes)
  }
}

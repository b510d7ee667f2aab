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

  /// Behind the name of a site stands another client.
  @Test(arguments: [
    "example.org:443", "192.0.2.9:443", "[2001:db8::1]:443", "[::1]:8080", "example.org",
  ])
  func whatIsInFrontOfTheClientIsNone(site: String) {
    let line =
      "\(site) 192.0.2.1 - - [08/Jul/2020:10:10:30 +0200] \"GET / HTTP/1.1\" 200 1 \"-\" \"x\""
    #expect(formats(of: line).map(\.name) == ["vhost"])
    let read = DecodedHit(line, .vhost)
    #expect(read?.client == "192.0.2.1" && site.contains(read?.virtualHost ?? "none"))
  }

  /// What is remembered of a line is what a search finds, wherever the line stands.
  @Test func aLineThatIsKnownIsOfTheSameFormats() {
    let samples = LogFormat.all.filter { $0.isFound && $0.directives.isEmpty }.map { format in
      String(format.sample.split(separator: "\n")[0])
    }
    for line in samples + ["a GET / HTTP/1.1 line of no log"] {
      let first = formats(of: line)
      let bytes = Array("before it\n\(line) behind".utf8)
      let place = 10..<10 + line.utf8.count
      #expect(unsafe FormatSearch.formats(of: place, bytes.span.bytes) == first, "\(line)")
      // A byte more is another line.
      let longer = unsafe FormatSearch.formats(of: place.lowerBound..<bytes.count, bytes.span.bytes)
      #expect(longer == formats(of: line + " behind"))
    }
  }

  @Test func searchesAreForgottenOnceThereAreMany() {
    func key(_ number: Int) -> RecentSearches.Key {
      let line = Array("line \(number)".utf8)
      return unsafe RecentSearches.Key(line.span.bytes, 0..<line.count)
    }
    var recent = RecentSearches()
    for number in 0..<RecentSearches.mostLines {
      recent.keep(RecentSearches.Found(first: Int16(number % 40)), of: key(number))
    }
    #expect(recent[key(0)]?.places == [0])
    #expect(recent[key(77)]?.places == [37])
    recent.keep(RecentSearches.Found(first: 3, second: 1), of: key(-1))
    #expect(recent[key(-1)]?.places == [3, 1])
    #expect(recent[key(0)] == nil)
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

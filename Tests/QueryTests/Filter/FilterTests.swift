import AccessLog
import Query
import Testing

/// Every operator with every kind of field, on lines that are written out.
struct FilterTests {
  private static let lines = [
    #"203.0.113.7 - - [08/Jul/2020:10:10:30 +0200] "GET /api/v1/users?q=/x HTTP/1.1" 200 1536 "https://x.org/a" "curl/8.5.0""#,
    #"::ffff:203.0.113.99 - ann [08/Jul/2020:10:10:31 +0200] "POST /api HTTP/2" 503 0 "-" "Mozilla/5.0 (compatible; Googlebot/2.1)""#,
    #"2001:DB8::0:1 - - [08/Jul/2020:10:10:32 +0200] "GET http://o.org/api/?a=1?b HTTP/1.0" 404 1048576"#,
    #"host.example - - [08/Jul/2020:10:10:33 +0200] "-" 000 - "" """#,
  ]

  @Test(arguments: [
    ("status=200", "1000"), ("status!=200", "0111"), ("status<404", "1001"),
    ("status<=404", "1011"), ("status>404", "0100"), ("status>=404", "0110"),
    ("status in (404, 503,0)", "0111"), ("status=000", "0001"),
    ("bytes=1536", "1000"), ("bytes=1.5KiB", "1000"), ("bytes>=1MiB", "0010"),
    ("bytes<1.0000001KiB", "0101"), ("bytes>0.9999999MiB", "0010"), ("bytes=0.00001KiB", "0000"),
    ("bytes!=0.00001KiB", "1111"), ("bytes in (0, 1MiB)", "0111"), ("bytes<=0B", "0101"),
    ("bytes<9GiB", "1111"), ("bytes>=9223372036854775807", "0000"), ("bytes<0", "0000"),
    ("duration>0s", "0000"), ("duration<1h", nil), ("not duration>=0ms", "1111"),
    ("time<2020-07-08T08:10:32Z", "1100"), ("time=2020-07-08T10:10:31+02:00", "0100"),
    ("time>=1594195832", "0011"), ("time in (1594195830, 2020-07-08T08:10:33)", "1001"),
    ("class=2xx", "1000"), ("class in (5xx,other)", "0101"),
    ("path=/api/v1/users", "1000"), ("path!=/api", "1011"), ("path^=/api", "1100"),
    ("path$=/", "0010"), ("path*=api/", "1010"), ("path ~ ^/api$", "0100"), ("path=-", "0001"),
    ("path in (/api, \"/x\")", "0100"), ("target=/api/v1/users?q=/x", "1000"),
    ("target!=nothing", "1110"), ("query=q=/x", "1000"), ("query = \"a=1?b\"", "0010"),
    ("query!=x", "1010"), ("section=/api", "1100"), ("section=-", "0001"), ("method=GET", "1010"),
    ("method=get", "0000"), ("method=-", "0001"), ("protocol^=HTTP/1", "1010"),
    ("protocol!=x", "1110"), ("user=ann", "0100"), ("user=-", "1011"),
    ("referrer=https://x.org", "1000"), ("referrer=-", "0100"), ("referrer=\"\"", "0001"),
    ("referrer!=x", "1101"), ("agent=Googlebot", "0100"), ("agent in (curl)", "1000"),
    ("agent-raw*=compatible;", "0100"), ("agent-raw ~ \"^curl/\\d\"", "1000"),
    ("vhost=x", "0000"), ("vhost!=x", "0000"), ("not vhost=x", "1111"), ("server*=\"\"", "0000"),
    ("client=203.0.113.7", "1000"), ("client=::ffff:203.0.113.7", "1000"),
    ("client=203.0.113.99", "0100"), ("client=2001:db8:0::1", "0010"),
    ("client!=2001:DB8:0::1", "1101"), ("client^=203.0.113.", "1100"),
    ("client$=.example", "0001"), ("client ~ ^[a-z]", "0001"),
    ("client in 203.0.113.0/24", "1100"), ("client in 203.0.113.200/25", "0000"),
    ("client in 203.0.113.127/25", "1100"), ("client in 2001:db8::/32", "0010"),
    ("client in 203.0.113.7", "1000"), ("client in ::ffff:203.0.113.0/120", "1100"),
    ("client in (203.0.113.7, 2001:db8::1)", "1010"),
    ("client in (host.example,10.0.0.0/8)", "0001"),
    ("client in 0.0.0.0/0", "1100"), ("client in ::/0", "0010"),
    ("network=203.0.113.0/24", "1100"), ("network/16=203.0.0.0/16", "1100"),
    ("network in (2001:db8::/48, host.example)", "0011"),
    ("status>=500 and path^=/api", "0100"), ("status=200 or status=404", "1010"),
    ("status=200 or status=404 and method=POST", "1000"),
    ("(status=200 or status=404) and method=POST", "0000"),
    ("not status=200 and method=GET", "0010"), ("not (status=200 and method=GET)", "0111"),
    ("not not status=200", "1000"), ("((status=200))", "1000"),
    ("status >= 500 and path ^= /api and not client in 203.0.113.0/25", "0000"),
    ("status>=500 and path^=/api and not client in 203.0.113.0/28", "0100"),
    ("user = \"a\\\"b\" or user=ann", "0100"), ("path ~ \"a.?i\\/v\"", "1000"),
    ("target~[?]a", "0010"), ("method*=\"\"", "1111"),
  ])
  func choosesHits(text: String, expected: String?) throws {
    guard let expected else {
      #expect(throws: FilterError.self) { try Filter(text) }
      return
    }
    let filter = try Filter(text)
    let outcome = try FilterTests.lines.map { try matches(filter, $0) ? "1" : "0" }
    #expect(outcome.joined() == expected, "\(text)")
  }

  @Test func looksForWhatALongListHas() throws {
    let names = (0..<500).map { "/\($0 * 7)" }
    let filter = try Filter("path in (\(names.joined(separator: ",")))")
    let networks = (0..<500).map { "10.\($0 / 200).\($0 % 200).64/26" }
    let clients = try Filter("client in (\(networks.joined(separator: ", ")))")
    for number in stride(from: 0, to: 4_000, by: 3) {
      let line =
        "10.\(number % 4).\(number % 256).\(number % 160) - - [08/Jul/2020:10:10:30 +0200] "
        + "\"GET /\(number) HTTP/1.1\" 200 1"
      #expect(try matches(filter, line) == (number % 7 == 0 && number < 3_500))
      let (first, second, third) = (number % 4, number % 256, number % 160)
      let isWithin = second < 200 && first * 200 + second < 500 && 64..<128 ~= third
      #expect(try matches(clients, line) == isWithin, "\(line)")
    }
  }

  @Test func knowsWhichPartsOfAHitItReads() throws {
    #expect(try Filter("status>=500 or bytes>1 and not client=x").parts == [])
    #expect(try Filter("status=1 or path=x").parts == .request)
    #expect(try Filter("agent=x and query=y").parts == [.request, .rest])
  }

  /// Steps without end are given up, which is counted, and do not match.
  @Test func givesUpAPatternThatTakesTooLong() throws {
    let filter = try Filter(#"path ~ "^/(a+)+$""#)
    func line(_ end: String) -> String {
      "h - - [08/Jul/2020:10:10:30 +0200] \"GET /\(String(repeating: "a", count: 40))\(end) HTTP/1.1\" 200 1"
    }
    #expect(try matches(filter, line("")))
    #expect(filter.abandonedMatches == 0)
    #expect(try !matches(filter, line("!")))
    #expect(filter.abandonedMatches == 1)
  }
}

/// Whether the hit of a line matches.
func matches(_ filter: Filter, _ line: String) throws -> Bool {
  let letters = Array(line.utf8)
  var reader = FilterReader(filter, key: 7)
  return reader.matches(try hit(letters), unsafe letters.span.bytes)
}

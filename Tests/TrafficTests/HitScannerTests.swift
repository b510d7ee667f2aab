import AccessLog
import Query
import TestSupport
import Testing

@testable import Traffic

/// What is found of usual lines without parsing them, against what parsing them gives.
@Suite struct HitScannerTests {
  private static let scanner = LineScanner(nameKey: 7)

  private static let clients = [
    "10.0.0.1", "192.0.2.255", "255.255.255.255", "010.1.02.3", "1.2.3.456", "999.1.1.1", "0.0.0.0",
    "1234.1.1.1", "::1", "2001:db8::1", "2001:db8:0:0:0:0:0:1", "2001:DB8::A", "::ffff:10.0.0.1",
    "2001:db8:5f9::1", "2001:db8:5f9:f96::5c5", "2001:db8:5f9:1:2:3:4:5", "2001:db8:0:1:2:3:4:5",
    "1:2:3::", "1:2::3:4:5:6", "2001:db8:5f9:f96::5c5:x", "1111:2222:3333:4444:5555:6666:7777:8888",
    "::ffff:a00:1", "fe80::1%eth0", "[2001:db8::2]", "host.example", "unix:", "-",
  ]
  private static let users = ["-", "ann", "\"\"", "a.b", "a b", "\"x"]
  private static let methods = ["GET", "POST", "OPTIONS", "PROPFIND", "X", "get"]
  private static let targets = [
    "/", "/a", "/a/", "/a/b", "/a/b/", "/a/b/c?x=/y", "//x/y", "///", "/a//b", "/?q", "/a?b?c",
    "/#f",
    "/a#b/c", "/a/b#c", "*", "http://o.example/a/b", "/a\\\"b", "/\\\"", "/a\\\\",
    "/sixteen-bytes-xx/y",
    "/a b/c", "/a/b/c/d/e/f", "/\u{e9}/\u{1}", "", "-",
  ]
  /// Paths of all lengths up to those that are not looked at in one step, with and without a query.
  private static let longTargets = (4..<90).map {
    "/a/" + String(repeating: "p", count: $0) + ["", "?q", "?a=?b"][$0 % 3]
  }
  private static let versions = [" HTTP/1.1", " HTTP/2.0", " HTTP/3", "", "  HTTP/1.1"]
  private static let rests = [
    "", " \"-\" \"-\"", " \"https://r.example/x?y\" \"curl/8.5\"", " \"\" \"\"",
    " \"http://r.example:8080#z\" \"Mozilla/5.0 (X11) \\\"q\\\" Chrome/1\"", " \"r\"",
    "  \"a\"  \"b\" x", " \"http:\" \"\" ", " \"https://\" \"a\" \"1.2.3.4\"", " \"-\"\t\"b\"",
    " \"ftp://r.example/x\" \"b", " \"http://r\\\"x\" \"b\"", " \"a\" b \"c\"",
    " \"https://a-longer-name.of.a.host.example#x\" \"x (compatible; Googlebot/2.1)\"",
  ]

  private static func lines(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    func one(_ list: [String]) -> String { list[random.below(list.count)] }
    var lines: [String] = []
    for index in 0..<count {
      // Most of each line is as nearly all are.
      let odd = random.below(5)
      let client =
        odd == 0 || random.below(2) == 0 ? one(clients) : "10.1.\(index % 9).\(index % 251)"
      let user = odd == 1 ? one(users) : "-"
      let method = odd == 2 ? one(methods) : "GET"
      let target = odd == 4 ? one(longTargets) : one(targets)
      let version = odd == 3 ? one(versions) : " HTTP/1.1"
      let status = ["200", "404", "503", "000", "999", "100"][random.below(6)]
      lines.append(
        "\(client) - \(user) [08/Jul/2020:08:10:30 +0000] \"\(method) \(target)\(version)\" "
          + "\(status) \(["-", "0", "1234567", "98765432101"][random.below(4)])\(one(rests))")
    }
    return lines
  }

  /// Scans lines, and calls `check` with each record, the block's names and the hit that parsing gives.
  private static func forEachHit(
    of lines: [String], _ counting: Counting,
    _ check: (LineRecord, borrowing HitScanner, Hit, RawSpan, Int) throws -> Void
  ) rethrows -> (hits: Int, usual: Int) {
    let bytes = LogFixture.bytes(lines)
    var text = LineText(bytes)
    var hits = HitScanner(scanner, counting)
    var parser = LineParser()
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var offset = 0
    var found = (hits: 0, usual: 0)
    while offset < bytes.count {
      let count = hits.scan(&text, from: &offset, to: bytes.count, into: &block)
      let span = unsafe bytes.span.bytes
      for index in 0..<count where block[index].isHit {
        let end = LineScanner.lineEnd(block.span, index, count: count, next: offset, span)
        guard case .hit(let hit) = parser.parse(span, Int(block[index].start)..<end) else {
          Issue.record("a record of no hit")
          continue
        }
        found.hits += 1
        found.usual += block[index].isUsual ? 1 : 0
        try check(block[index], hits, hit, span, end)
      }
    }
    return found
  }

  private static let dimensions =
    Dimension.all + (8...32).filter { $0 != 24 }.map { Dimension.network(bits: $0) }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func namesAreThoseThatParsingGives(seed: UInt64) throws {
    let lines = HitScannerTests.lines(600, seed: seed)
    for rule in [
      SectionRule.standard, SectionRule(components: 2), SectionRule(components: 4),
      SectionRule(components: 1, hasVirtualHost: true),
    ] {
      let counting = Counting(
        sections: rule, dimensions: HitScannerTests.dimensions + [.section(by: rule)])
      let found = HitScannerTests.forEachHit(of: lines, counting) { record, hits, hit, bytes, end in
        let first = hits.names.namesSections ? 1 : 0
        for (index, dimension) in counting.groups.enumerated() {
          var expected: [UInt8] = []
          dimension.append(hit, bytes, to: &expected)
          let place = hits.names.place(record, first + index)
          let made = unsafe hits.names.made.span.bytes
          var name: [UInt8] = []
          place.name.appendName(place.isMade ? made : bytes, to: &name)
          if name == expected,
            place.hash == HitScannerTests.scanner.hash(ofName: expected)
          {
            continue
          }
          let line = (Int(record.start)..<end).map { bytes[$0] }
          Issue.record("\(dimension.name) of \(String(decoding: line, as: UTF8.self))")
        }
      }
      #expect(found.usual > 100 && found.usual < found.hits)
    }
  }

  /// What was made for one block is not taken for another's, however many names there are.
  @Test func moreNamesThanAreRememberedAreRight() {
    let lines = (0..<5_000).map {
      "10.0.0.1 - - [08/Jul/2020:08:10:30 +0000] \"GET / HTTP/1.1\" 200 0 \"-\" \"agent\($0 % 1_700)/1\""
    }
    let counting = Counting(dimensions: [.agent])
    var number = 0
    _ = HitScannerTests.forEachHit(of: lines, counting) { record, hits, _, bytes, _ in
      let place = hits.names.place(record, 0)
      var name: [UInt8] = []
      place.name.appendName(
        place.isMade ? unsafe hits.names.made.span.bytes : bytes, to: &name)
      #expect(String(decoding: name, as: UTF8.self) == "agent\(number % 1_700)")
      number += 1
    }
    #expect(number == 5_000)
  }

  private static let filters = [
    "status>=500", "status in (404, 999)", "bytes>1000 and not status=200", "bytes!=0",
    "time>=1594195830", "duration<1s", "not duration<1s", "path^=/a", "path=/a/b", "path $= c",
    "path in (/a, \"/a b/c\", -)", "path ~ \"^/[a-z]/\"", "target *= \"?\"", "query=q",
    "client in (10.0.0.0/8, 2001:db8::/32)", "not client in 10.1.0.0/16", "client=host.example",
    "client=10.0.0.1", "client ^= 2001", "user=ann", "user!=-", "method=GET", "protocol=HTTP/2.0",
    "referrer=\"https://r.example\"", "agent=curl", "agent-raw *= Chrome", "vhost!=x", "class=5xx",
    "network=10.1.0.0/24", "section=/a", "server=x or status=200", "agent-raw=\"\"",
  ]

  @Test(arguments: filters)
  func filtersMatchWhatTheyMatchOfAParsedHit(text: String) throws {
    let filter = try Filter(text)
    var reference = FilterReader(filter, key: 7)
    var reader = FilterReader(filter, key: 7)
    var scanner = HitScannerTests.scanner
    let lines = HitScannerTests.lines(900, seed: 42)
    let found = HitScannerTests.forEachHit(of: lines, Counting()) { record, _, hit, bytes, end in
      let isMatch = reader.matches(record, endingAt: end, bytes, &scanner)
      #expect(
        isMatch == reference.matches(hit, bytes),
        "\(String(decoding: (Int(record.start)..<end).map { bytes[$0] }, as: UTF8.self))")
    }
    #expect(found.usual > 100)
  }
}

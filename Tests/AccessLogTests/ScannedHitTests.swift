import AccessLog
import TestSupport
import Testing

/// The hit of a scanned record is what the parser makes of the line.
struct ScannedHitTests {
  @Test(arguments: 1...8 as ClosedRange<UInt64>)
  func theHitOfARecordIsTheParsersHit(seed: UInt64) {
    let lines =
      LogFixture.troubled(400, seed: seed, start: 1_594_203_030) + [
        #"::1 - - [08/Jul/2020:10:10:30 +0000] "GET /a HTTP/1.1" 200 - "x" "y""#,
        #"10.0.0.1 - - [08/Jul/2020:10:10:30 +0000] "GET /a HTTP/1.1" 200 1234567"#,
        #"10.0.0.1 - u [08/Jul/2020:10:10:30 +0000] "GET /a HTTP/1.1" 200 1234567"#,
        #"10.0.0.1 - anne@example.org [08/Jul/2020:10:10:30 +0000] "GET /a HTTP/1.1" 200 1 "-" "c""#,
        #"10.0.0.1 - - [08/Jul/2020:10:10:30 +0000] "GET /a HTTP/1.1" 200 1   "x""#,
      ]
    let bytes = LogFixture.bytes(lines)
    let span = unsafe bytes.span.bytes
    var scanner = LineScanner(nameKey: 7)
    var records = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var start = 0
    var usual = 0
    while start < bytes.count {
      let count = scanner.scan(span, from: &start, to: bytes.count, into: &records)
      for index in 0..<count where records[index].isHit {
        let record = records[index]
        let end = LineScanner.lineEnd(records.span, index, count: count, next: start, span)
        let line = Int(record.start)..<end
        var parser = LineParser()
        guard case .hit(let expected) = parser.parse(span, line) else {
          Issue.record("no hit: \(bytes[line])")
          continue
        }
        if record.isUsual { usual += 1 }
        let all = scanner.hit(of: record, endingAt: end, span, [.request, .rest])
        #expect(all == expected)
        let some = scanner.hit(of: record, endingAt: end, span, .request)
        #expect(some.request == expected.request)
        let least = scanner.hit(of: record, endingAt: end, span, [])
        #expect(least.client == expected.client && least.user == expected.user)
        #expect(least.request?.method == expected.request?.method)
        #expect(least.status == expected.status && least.instant == expected.instant)
      }
    }
    #expect(usual > 50)
  }

  @Test(arguments: [
    ["203.0.113.7", "::ffff:203.0.113.7", "::ffff:cb00:7107", "[::ffff:203.0.113.7]"],
    ["::1", "0:0:0:0:0:0:0:1", "[::1]", "0000:0000:0000:0000:0000:0000:0000:0001"],
    ["2001:db8::1:2", "2001:DB8::1:2", "2001:db8:0:0:0:0:1:2", "2001:0db8::0001:0002"],
    ["fe80::1%eth0", "fe80:0::1%eth0", "[fe80::1%eth0]"],
  ])
  func oneClientHasOneHashHoweverItIsWritten(names: [String]) {
    var hashes: Set<UInt64> = []
    // Laid out as usual, and so that the parser has to read it.
    for user in ["-", "u"] {
      let lines = names.map {
        "\($0) - \(user) [08/Jul/2020:10:10:30 +0000] \"GET /a HTTP/1.1\" 200 1"
      }
      let bytes = LogFixture.bytes(lines + lines)
      var scanner = LineScanner(nameKey: 7)
      var records = Array(repeating: LineRecord(), count: LineScanner.blockCount)
      var start = 0
      let count = scanner.scan(
        unsafe bytes.span.bytes, from: &start, to: bytes.count, into: &records)
      #expect(count == 2 * names.count)
      hashes.formUnion(records.prefix(count).map(\.clientHash))
    }
    #expect(hashes.count == 1)
  }
}

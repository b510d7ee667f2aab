import AccessLog
import TestSupport
import Traffic

/// Hits of a log, as a scanner finds them.
struct ScannedHits {
  let bytes: [UInt8]
  let records: [LineRecord]

  init(_ lines: [String]) {
    let bytes = lines.flatMap { Array($0.utf8) + [UInt8(ascii: "\n")] }
    var scanned = Array(repeating: LineRecord(), count: lines.count)
    var scanner = LineScanner(nameKey: 7)
    var start = 0
    _ = scanner.scan(unsafe bytes.span.bytes, from: &start, to: bytes.count, into: &scanned)
    self.bytes = bytes
    records = scanned.filter { $0.isHit }
  }

  /// Adds some of the hits to a tally.
  func add(_ range: Range<Int>, to tally: inout Tally) {
    tally.add(records.span.extracting(range), unsafe bytes.span.bytes)
  }

  /// What all of them add up to, added one by one.
  var tally: Tally {
    var tally = Tally()
    for index in records.indices { add(index..<index + 1, to: &tally) }
    return tally
  }

  /// A line of the common format; when it was is of no matter to a tally.
  static func line(
    client: String = "10.0.0.1", method: String = "GET", target: String = "/", status: Int = 200,
    bytes: String = "0"
  ) -> String {
    "\(client) - - [08/Jul/2020:08:10:30 +0000] \"\(method) \(target) HTTP/1.1\" \(status) \(bytes)"
  }

  /// Lines that differ in everything, with many of the same of each.
  static func varied(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    return (0..<count).map { _ in
      line(
        client: "10.0.\(random.next() % 3).\(random.next() % 200)",
        method: ["GET", "POST", "OPTIONS", "PROPFIND", "PROPPATCH"][Int(random.next() % 5)],
        target: "/\(random.next() % 40)/x", status: 100 + Int(random.next() % 900),
        bytes: "\(random.next() >> (random.next() % 50 + 14))")
    }
  }
}

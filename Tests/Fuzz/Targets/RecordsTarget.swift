import AccessLog
import Fleet
import Query
import Traffic

/// Bytes that may be a record of metrics.
struct RecordsTarget {
  private static let scanner = LineScanner(nameKey: 7)
  private static let counting = Counting(dimensions: [.client, .path, .server])

  private let bytes: [UInt8]

  init(_ input: FuzzInput) {
    bytes = Array(input.rest)
  }

  func check() {
    guard let record = read(bytes) else { return }
    let written = record.bytes
    require(read(written)?.bytes == written, "what was read is written as the same bytes")
    var book = FleetBook(
      timing: record.timing, scanner: RecordsTarget.scanner, counting: RecordsTarget.counting,
      idle: .seconds(60))
    // A record that comes again counts once.
    for _ in 0..<2 { book.take(written, at: .zero) }
    book.end()
    var hits = 0
    // Its seconds may be far apart: the clock moves through all of them.
    for _ in 0..<1_000 {
      guard let move = book.nextMove() else { break }
      hits += move.hits.reduce(0) { $0 + $1.sums.all.hits }
    }
    require(hits <= record.hits.reduce(0) { $0 + $1.sums.all.hits }, "each hit counts once")
    _ = book.takeEnded(by: book.clock ?? 0)
    _ = book.takeSettled()
    _ = book.takeRest()
  }

  private func read(_ bytes: [UInt8]) -> MetricsRecord? {
    try? MetricsRecord(
      bytes, scanner: RecordsTarget.scanner, counting: RecordsTarget.counting)
  }
}

import AccessLog
import Fleet
import Glibc
import TestSupport
import Testing
import Traffic

/// Reads a topic of metrics, and adds it up: of each interval of each origin and server the greatest
/// revision.
final class TopicSums {
  private var reader: PipedProcess
  private let arguments: [String]
  private let counting = Counting()
  private let scanner = LineScanner(format: .common, nameKey: 5)
  private var place = 0
  private(set) var records: [MetricsRecord.Key: MetricsRecord] = [:]
  /// How many records there are.
  private(set) var count = 0
  private(set) var damaged = 0
  /// The intervals that got a record with less than one before it had.
  private(set) var shrunk = 0

  convenience init(of topic: String, at brokers: TestBrokers) throws {
    try self.init(of: topic, at: brokers.addresses)
  }

  init(of topic: String, at addresses: String) throws {
    let name = topic.split(separator: "/").last.map(String.init) ?? ""
    arguments = ["-C", "-u", "-q", "-b", addresses, "-t", name, "-f", "%R%s"]
    reader = try PipedProcess(arguments, program: "/usr/bin/kcat")
  }

  deinit { reader.signal(SIGKILL) }

  /// Reads until the condition holds; `false` when patience is at its end.
  func wait(until condition: (TopicSums) -> Bool) throws -> Bool {
    let deadline = Patience.now + Patience.limit
    while Patience.now < deadline {
      let isMet = reader.wait { _ in
        read()
        return condition(self)
      }
      if isMet { return true }
      // It ends where a topic was made just now.
      guard reader.output.isEmpty, reader.waitForExit() != nil else { return false }
      reader = try PipedProcess(arguments, program: "/usr/bin/kcat")
    }
    return false
  }

  /// Takes what has come.
  private func read() {
    let output = reader.output
    while output.count - place >= 4 {
      let count = output[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
      guard output.count - place >= 4 + count else { return }
      take(Array(output[(place + 4)..<(place + 4 + count)]))
      place += 4 + count
    }
  }

  private func take(_ bytes: [UInt8]) {
    count += 1
    guard var record = try? MetricsRecord(bytes, scanner: scanner, counting: counting) else {
      damaged += 1
      return
    }
    guard let before = records[record.key] else {
      records[record.key] = record
      return
    }
    guard record.revision > before.revision else { return }
    if record.tally == nil {
      record.tally = before.tally
      record.late = record.late ?? before.late
    }
    if TopicSums.hits(of: record) < TopicSums.hits(of: before) { shrunk += 1 }
    records[record.key] = record
  }

  private static func hits(of record: MetricsRecord) -> Int {
    record.hits.reduce(0) { $0 + $1.sums.all.hits }
  }

  /// All hits, as the seconds have them.
  var hits: Int { records.values.reduce(0) { $0 + TopicSums.hits(of: $1) } }

  /// All hits, as the tallies have them.
  var tallied: Int {
    records.values.reduce(0) { $0 + ($1.tally?.live?.hits ?? 0) + ($1.late?.hits ?? 0) }
  }

  var lines: Int {
    records.values.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.counts.lines } }
  }

  var malformed: Int {
    records.values.reduce(0) { $0 + $1.lines.reduce(0) { $0 + $1.counts.malformed } }
  }

  /// How many intervals there are records of.
  var intervals: Int { Set(records.keys.map(\.interval)).count }

  var origins: Set<[UInt8]> { Set(records.keys.map(\.origin)) }

  func hits(of server: String) -> Int {
    records.values.filter { $0.server == Array(server.utf8) }
      .reduce(0) { $0 + TopicSums.hits(of: $1) }
  }

  /// How many intervals of a server get no more hits.
  func finals(of server: String) -> Int {
    records.values.count { $0.server == Array(server.utf8) && $0.isFinal }
  }

  /// How many intervals with hits got no record that is final, of those before the last of their server.
  var unfinished: Int {
    let last = Dictionary(grouping: records.values, by: \.server).mapValues {
      $0.map(\.interval).max() ?? 0
    }
    return records.values.count {
      !$0.isFinal && !$0.hits.isEmpty && $0.interval < last[$0.server] ?? 0
    }
  }
}

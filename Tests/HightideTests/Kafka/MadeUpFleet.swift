import AccessLog
import Fleet
import Foundation
import Query
import Remote
import TestSupport
import Testing
import Traffic

@testable import Kafka

/// Servers of a fleet, made up from a seed: their lines, second by second, and the records that folds of these
/// lines send to a topic.
final class MadeUpFleet {
  static let timing = Timing()
  let start: Int
  let names: [String]
  /// The second that comes next.
  private(set) var second: Int
  /// All lines so far, as one log in the order in which the clocks of their servers moved.
  private(set) var merged = ""
  private(set) var lineCount = 0
  /// How far the clock of each server is off, in seconds; then their lines make no log in order.
  var clockOffsets: (_ server: Int) -> Int = { _ in 0 }
  /// Whether a server is there in a second since the start.
  var isThere: (_ server: Int, _ second: Int) -> Bool = { _, _ in true }
  private let counting: Counting
  private var folds: [ServerFold]
  private var random: SeededRandom
  private var producer: KafkaProducer?

  /// Begins a fleet whose folds count by what is asked; by these numbers of hits a second each.
  init(servers: Int, start: Int, seed: UInt64, counting: Counting = Counting(dimensions: [.server]))
  {
    self.start = start
    self.counting = counting
    second = start
    random = SeededRandom(seed: seed)
    names = (1...servers).map { "web\($0)" }
    folds = names.enumerated().map { number, name in
      ServerFold(
        origin: Array("origin\(number)".utf8), server: Array(name.utf8), timing: MadeUpFleet.timing,
        scanner: MadeUpFleet.scanner(number), counting: counting)
    }
  }

  private static func scanner(_ number: Int) -> LineScanner {
    LineScanner(format: .common, nameKey: UInt64(number) + 100)
  }

  /// The records of the next seconds, of each as many hits of a server as that; those of a second together.
  func next(_ seconds: Int, hits: (Int) -> ClosedRange<Int>) -> [(server: String, bytes: [UInt8])] {
    var records: [(server: String, bytes: [UInt8])] = []
    for _ in 0..<seconds {
      for index in folds.indices where isThere(index, second - start) {
        let now = second + clockOffsets(index)
        let lines = (0..<random.number(hits(second - start))).map { _ in
          LogFixture.line(
            now, client: "192.0.2.\(random.number(1...9))", target: "/\(random.number(1...3))/x",
            status: random.once(in: 5) ? 500 : 200, bytes: random.number(0...3_000)) + "\n"
        }
        add(lines.joined(), to: index, at: now)
        lineCount += lines.count
        for record in folds[index].takeRecords(wall: now) {
          records.append((names[index], record.bytes))
        }
      }
      second += 1
    }
    return records
  }

  private func add(_ lines: String, to index: Int, at now: Int) {
    guard !lines.isEmpty else { return folds[index].advance(to: now) }
    merged += lines
    let bytes = Array(lines.utf8)
    var memory = SourceMemory(.named(.common))
    memory.server = ServerName(Array(names[index].utf8))
    folds[index].add(
      ChunkTallier.tally(
        bytes, parts: [LinePart(end: bytes.count, memory: memory)], timing: MadeUpFleet.timing,
        scanner: MadeUpFleet.scanner(index), counting: counting))
  }

  /// Sends records to a topic, and waits until they have arrived.
  func send(_ records: [(server: String, bytes: [UInt8])], to topic: String) throws {
    let place = try #require(KafkaPlace(topic))
    let current =
      try producer
      ?? KafkaProducer(
        place.brokers, topic: place.topic,
        KafkaSettings([.init(name: "linger.ms", value: "5", place: "test")]),
        delivered: { _, code in #expect(code == 0) })
    producer = current
    for (server, bytes) in records {
      try MadeUpFleet.send(bytes, key: server, header: "1 metrics", by: current)
    }
    current.flush(milliseconds: 20_000)
    #expect(current.waiting == 0)
  }

  static func send(
    _ value: [UInt8], key: String, header: String, by producer: KafkaProducer
  ) throws {
    let outcome = unsafe value.withUnsafeBytes { value in
      unsafe Array(key.utf8).withUnsafeBytes { key in
        unsafe Array(header.utf8).withUnsafeBytes { header in
          unsafe producer.send(value, key: key, header: header, tag: 0)
        }
      }
    }
    #expect(outcome == .taken)
  }

  /// Sends one record with a header of any kind.
  func send(_ value: [UInt8], header: String) throws {
    let producer = try #require(producer)
    try MadeUpFleet.send(value, key: "web1", header: header, by: producer)
    producer.flush(milliseconds: 20_000)
  }
}

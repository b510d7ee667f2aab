import AccessLog
import Feed
import LogTail
import TestSupport
import Testing

@testable import Kafka

/// The lines of a partition by their servers.
struct ServerLinesTests {
  private struct Record {
    var server: Int
    /// `nil` for the clock of a quiet log.
    var line: String?
    var time: Int
  }

  /// What has come of a server, however it was cut.
  private struct Sequence: Equatable {
    var bytes: [UInt8] = []
    var marks: [ServerBatch.Mark] = []

    mutating func add(_ batch: ServerBatch) {
      marks += batch.marks.map { ServerBatch.Mark(end: $0.end + bytes.count, kind: $0.kind) }
      bytes += batch.bytes
    }
  }

  private func records(_ random: inout SeededRandom) -> [Record] {
    var time = 1_700_000_000_000
    return (0..<600).map { number in
      time += random.once(in: 40) ? random.number(20_000...90_000) : random.number(0...900)
      // The first of them come seldom.
      let server = random.once(in: 30) ? random.below(3) : random.number(3...6)
      let line = random.once(in: 8) ? nil : "line \(number)" + (random.once(in: 5) ? "\n" : "")
      return Record(server: server, line: line, time: time)
    }
  }

  /// Takes batches of at most so many records.
  private func read(
    _ records: [Record], atMost most: Int, _ random: inout SeededRandom
  ) -> [String: Sequence] {
    var unwrapping = RecordUnwrapping(
      "kafka://b/logs", topic: "logs",
      LineKnowledge(
        blank: SourceMemory(.auto), time: { _, _ in nil }, learn: { _, _ in false },
        isSettled: { _ in true }))
    var lines = ServerLines(topic: "logs")
    var sequences: [String: Sequence] = [:]
    var left = random.number(1...most)
    func take() {
      for batch in lines.take(&unwrapping.origins) {
        sequences[String(decoding: batch.server, as: UTF8.self), default: Sequence()].add(batch)
      }
    }
    for (offset, record) in records.enumerated() {
      let value = Array((record.line ?? "").utf8)
      let key = Array("web\(record.server)".utf8)
      unsafe value.withUnsafeBytes { value in
        unsafe key.withUnsafeBytes { key in
          let topicRecord = unsafe TopicRecord(
            offset: offset, time: record.time, isArrival: true, value: value, key: key, header: nil)
          lines.begin(topicRecord)
          if record.line == nil {
            unsafe lines.addClock(offset, of: Array(key))
          } else {
            unwrapping.add(topicRecord, to: &lines)
          }
        }
      }
      left -= 1
      guard left == 0 else { continue }
      take()
      left = random.number(1...most)
    }
    take()
    // Whether one rests at the end is found when it is next looked.
    for name in sequences.keys.map(\.self) {
      while sequences[name]?.marks.last?.kind == .rest { sequences[name]?.marks.removeLast() }
    }
    return sequences
  }

  @Test(arguments: 1...6 as ClosedRange<UInt64>)
  func doNotDependOnHowTheyAreGathered(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let records = records(&random)
    let whole = read(records, atMost: 600, &random)
    #expect(whole.values.contains { $0.marks.contains { $0.kind == .rest } })
    for most in [1, 7, 90] { #expect(read(records, atMost: most, &random) == whole) }
    for server in 0...6 {
      let lines = records.filter { $0.server == server }.compactMap(\.line)
        .map { $0.hasSuffix("\n") ? $0 : $0 + "\n" }
      #expect(whole["web\(server)"]?.bytes ?? [] == Array(lines.joined().utf8))
    }
  }
}

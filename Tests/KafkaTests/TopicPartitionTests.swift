import AccessLog
import Feed
import LogTail
import Testing

@testable import Kafka

/// What of a partition's records counts.
struct TopicPartitionTests {
  private let partition: TopicPartition
  private var unwrapping = RecordUnwrapping(
    "kafka://b/logs", topic: "logs",
    LineKnowledge(
      blank: SourceMemory(.auto), time: { _, _ in nil }, learn: { _, _ in false },
      isSettled: { _ in true }))

  init() throws {
    let client = try KafkaClient(.consumer, "127.0.0.1:1", KafkaSettings(), defaults: [])
    partition = TopicPartition(try #require(PartitionReader(client, "logs", 2)))
  }

  private mutating func take(
    _ text: String, offset: Int, header: RecordHeader? = nil, time: Int = 1_000
  ) -> RecordUnwrapping.Outcome {
    let value = Array(text.utf8)
    let key = Array("web1".utf8)
    let bytes = header?.bytes ?? []
    return unsafe value.withUnsafeBytes { value in
      unsafe key.withUnsafeBytes { key in
        unsafe bytes.withUnsafeBytes { bytes in
          let record = unsafe TopicRecord(
            offset: offset, time: time, isArrival: true, value: value, key: key,
            header: header == nil ? nil : bytes)
          return partition.take(record, &unwrapping)
        }
      }
    }
  }

  private mutating func lines() -> String {
    let batch = partition.live.take(.live, [], &unwrapping.origins)
    return String(decoding: batch?.bytes ?? [], as: UTF8.self)
  }

  @Test mutating func aLineThatIsSentAgainCountsOnce() {
    #expect(take("a", offset: 0, header: .line(origin: 1, number: 1)) == .taken)
    #expect(take("b", offset: 1, header: .line(origin: 1, number: 2)) == .taken)
    #expect(take("a", offset: 2, header: .line(origin: 1, number: 1)) == .repeated)
    #expect(take("b", offset: 3, header: .line(origin: 1, number: 2)) == .repeated)
    #expect(take("c", offset: 4, header: .line(origin: 1, number: 3)) == .taken)
    // Another log has numbers of its own.
    #expect(take("d", offset: 5, header: .line(origin: 2, number: 1)) == .taken)
    #expect(take("", offset: 6, header: .clock(origin: 1, second: 5)) == .taken)
    #expect(take("x", offset: 7, header: .unknown) == .unknown)
    #expect(take("x", offset: 8, header: .metrics) == .taken)
    #expect(lines() == "a\nb\nc\nd\n" && partition.next == 9)
    #expect(partition.sums.first?.bytes == Array("x".utf8))
  }

  @Test mutating func afterARestartRepeatsAreKnownThatAreBeforeThePlace() {
    let place = TopicPosition(partition: 2, offset: 2, time: 1_000)
    #expect(partition.resume(at: place, low: 0))
    #expect(partition.next == 0)
    // While it looks back the place stays where it was.
    #expect(take("a", offset: 0, header: .line(origin: 1, number: 7)) == .taken)
    #expect(partition.position == place)
    #expect(take("b", offset: 1, header: .line(origin: 1, number: 8)) == .taken)
    #expect(take("a", offset: 2, header: .line(origin: 1, number: 7)) == .repeated)
    #expect(take("c", offset: 3, header: .line(origin: 1, number: 9)) == .taken)
    #expect(lines() == "c\n" && !partition.isAnother)
    #expect(partition.position == TopicPosition(partition: 2, offset: 4, time: 1_000))
  }

  @Test mutating func anotherRecordBeforeThePlaceTellsAnotherTopic() {
    let place = TopicPosition(partition: 2, offset: 1, time: 1_000)
    #expect(partition.resume(at: place, low: 0))
    _ = take("a", offset: 0, time: 2_000)
    #expect(partition.isAnother)
  }

  @Test mutating func whatWasReadOfAnotherTopicIsNotCountedTwice() {
    _ = take("a", offset: 0)
    partition.setAnchor()
    #expect(partition.anchor?.next == 1 && partition.anchor?.time == 1_000)
    // Of the topic that was made since, read at the old place.
    _ = take("c", offset: 1, time: 5_000)
    #expect(partition.beginAnother(at: 0))
    #expect(take("b", offset: 0, time: 4_000) == .taken)
    #expect(take("c", offset: 1, time: 5_000) == .repeated)
    #expect(take("d", offset: 2, time: 6_000) == .taken)
    #expect(lines() == "a\nc\nb\nd\n")
  }

  @Test func aPositionOutlivesTheProgramAsThatOfAFile() {
    for position in [
      TopicPosition(partition: 0, offset: 0, time: nil),
      TopicPosition(partition: 7, offset: 1 << 40, time: 1_795_881_604_123),
    ] {
      #expect(TopicPosition(position.position(of: "kafka://b/logs")) == position)
    }
  }
}

import Testing

@testable import Kafka

/// Records on their way to a topic.
struct RecordOutboxTests {
  private func record(_ byte: UInt8, isFinal: Bool = true) -> RecordOutbox.Record {
    RecordOutbox.Record(key: [1], value: [byte, byte, byte], isFinal: isFinal)
  }

  @Test func eachIsKeptUntilItHasArrived() throws {
    let outbox = try RecordOutbox(mostBytes: 12)
    #expect(outbox.put([record(1), record(2, isFinal: false)]) == 2)
    #expect(outbox.hasSpace && outbox.hasOpen && outbox.arrivedThrough == 0)
    #expect(outbox.put([record(3)]) == 3)
    #expect(!outbox.hasSpace)
    #expect(outbox.takeNext()?.number == 1)
    #expect(outbox.takeNext()?.number == 2)
    outbox.settle(2)
    #expect(!outbox.hasOpen && outbox.hasSpace && outbox.arrivedThrough == 0)
    // A new connection sends all again that has not arrived, in its order.
    outbox.rewind()
    #expect(outbox.takeNext()?.number == 1)
    #expect(outbox.takeNext()?.number == 3)
    #expect(outbox.takeNext() == nil)
    #expect(outbox.waitingFinals.map(\.value) == [[1, 1, 1], [3, 3, 3]])
    outbox.settle(1)
    #expect(outbox.arrivedThrough == 2)
    // Told twice, it has arrived once.
    outbox.settle(1)
    outbox.settle(3)
    #expect(outbox.arrivedThrough == 3 && outbox.counts == (arrived: 3, waiting: 0))
  }

  @Test func aFullOneIsWaitedFor() async throws {
    let outbox = try RecordOutbox(mostBytes: 4)
    outbox.put([record(1)])
    let waiting = Task { await outbox.waitForSpace() }
    _ = outbox.takeNext()
    outbox.settle(1)
    #expect(await waiting.value)
    outbox.put([record(2)])
    let ending = Task { await outbox.waitForSpace() }
    outbox.beginToEnd()
    #expect(await !ending.value)
  }
}

import AccessLog
import Feed
import Pipeline
import Synchronization
import TestSupport
import Testing
import Traffic

/// A sink that takes nothing until the test lets it.
private final class StalledSink: EventSink {
  let log = EventLog()
  private let isOpen = Mutex(false)

  func open() { isOpen.withLock { $0 = true } }

  func take(_ events: [TrafficEvent]) {
    // However busy the machine is: a sink that gave up would not be one that stalls.
    while !Patience.wait(until: { isOpen.withLock { $0 } }) {}
    log.take(events)
  }
}

/// A number that several tasks count.
private final class Counter: Sendable {
  private let count = Atomic(0)

  var value: Int { count.load(ordering: .acquiring) }

  func increment() { count.add(1, ordering: .acquiringAndReleasing) }
}

private func event(_ number: Int) -> TrafficEvent {
  .source(SourceEvent(source: "a.log", change: .opened), at: Instant(number))
}

private func numbers(_ events: [TrafficEvent]) -> [Int] {
  events.compactMap { if case .source(_, let time) = $0 { time.seconds } else { nil } }
}

@Suite struct SinkQueueTests {
  @Test func everySinkTakesAllEventsInOrder() async throws {
    let logs = [EventLog(), EventLog()]
    let bus = EventBus(
      [try SinkQueue(logs[0], whenSlow: .holdUp), try SinkQueue(logs[1], whenSlow: .dropOldest)])
    for number in 0..<1_000 { bus.publish([event(number)]) }
    #expect(await bus.delivered { false })
    for log in logs { #expect(numbers(log.events) == Array(0..<1_000)) }
    bus.close()
  }

  @Test func aStalledSinkHoldsUpReadingAndMissesNothing() async throws {
    let sink = StalledSink()
    let queue = try SinkQueue(sink, whenSlow: .holdUp, capacity: 4_096)
    let bus = EventBus([queue])
    for number in 0..<8 { bus.publish([event(number)]) }
    let passed = Counter()
    await withTaskGroup { group in
      group.addTask {
        await bus.waitForCapacity()
        passed.increment()
      }
      for _ in 0..<50 { await Task.yield() }
      #expect(passed.value == 0)
      sink.open()
      await group.waitForAll()
    }
    #expect(await bus.delivered { false })
    #expect(numbers(sink.log.events) == Array(0..<8))
    #expect(queue.droppedCount == 0)
    bus.close()
  }

  @Test func aStalledSinkThatMayMissEventsHoldsUpNothing() async throws {
    let sink = StalledSink()
    let queue = try SinkQueue(sink, whenSlow: .dropOldest, capacity: 4_096)
    let bus = EventBus([queue])
    for number in 0..<100 { bus.publish([event(number)]) }
    await bus.waitForCapacity()
    sink.open()
    #expect(await bus.delivered { false })
    let taken = numbers(sink.log.events)
    #expect(taken.count + queue.droppedCount == 100 && queue.droppedCount > 80)
    #expect(taken.last == 99 && taken == taken.sorted())
    bus.close()
  }

  @Test func theEndHoldsUpReadingNoLongerAndSaysWhatWasNotDelivered() async throws {
    let sink = StalledSink()
    let bus = EventBus([try SinkQueue(sink, whenSlow: .holdUp, capacity: 512)])
    bus.publish([event(0), event(1)])
    bus.release()
    await bus.waitForCapacity()
    let looks = Counter()
    let isDelivered = await bus.delivered {
      looks.increment()
      return looks.value > 3
    }
    #expect(!isDelivered)
    sink.open()
    #expect(await bus.delivered { false })
    bus.close()
  }
}

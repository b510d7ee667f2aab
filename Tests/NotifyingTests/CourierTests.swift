import AccessLog
import Alerting
import Synchronization
import System
import TestSupport
import Testing

@testable import Notifying

struct CourierTests {
  private final class Complaints: Sendable {
    private let said = Mutex<[String]>([])
    var all: [String] { said.withLock { $0 } }
    func add(_ text: String) { said.withLock { $0.append(text) } }
  }

  private let book = DeliveryBook()
  private let complaints = Complaints()

  private func courier(
    _ channel: FakeChannel, _ subscription: Subscription = Subscription(),
    clock: CourierClock = .machine
  ) throws -> Courier {
    let complaints = complaints
    return try Courier(
      "fake", channel, subscription, origin: "here", tellsHistory: true, book: book, clock: clock
    ) { complaints.add($0) }
  }

  @Test func aThousandTransitionsAtOnceAreToldInOrderAndOneAtATime() throws {
    let channel = FakeChannel { _, _ in .delivered }
    let courier = try courier(channel)
    let transitions = (0..<1_000).map {
      NoticeTests.transition($0 % 2 == 0 ? .triggered : .recovered, at: $0)
    }
    courier.take(transitions)
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
    var keys = NoticeKeys(origin: "here")
    #expect(channel.told == transitions.map { keys.key(of: $0) })
    #expect(channel.mostBusy == 1)
    #expect(book.counts == DeliveryBook.Counts(delivered: 1_000, failed: 0))
    #expect(book.deliveries.count == 200 && complaints.all.isEmpty)
  }

  @Test func failureIsSaidOnceUntilItIsOver() throws {
    let channel = FakeChannel { notice, _ in
      notice.hits == "3" ? .delivered : .failed("hits = \(notice.hits)")
    }
    let courier = try courier(channel)
    courier.take((1...5).map { NoticeTests.transition(at: $0, hits: $0) })
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
    #expect(complaints.all == ["hits = 1", "hits = 4"])
    #expect(book.counts == DeliveryBook.Counts(delivered: 1, failed: 4))
    #expect(
      book.deliveries.map(\.outcome) == [
        .failed("hits = 1"), .failed("hits = 2"), .delivered, .failed("hits = 4"),
        .failed("hits = 5"),
      ])
  }

  @Test func triesAgainWhatIsPostponed() throws {
    let tries = Mutex(0)
    let channel = FakeChannel { _, _ in
      tries.withLock { $0 += 1 }
      return tries.withLock { $0 } < 3 ? .postponed("busy") : .delivered
    }
    let courier = try courier(channel)
    courier.take([NoticeTests.transition()])
    #expect(Patience.wait { book.counts.delivered == 1 })
    #expect(Set(channel.told).count == 1 && channel.told.count == 3)
    #expect(book.deliveries.map(\.tries) == [3] && complaints.all == ["busy"])
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
  }

  @Test func silenceThatEndsEarlyBringsRepetitionsBack() throws {
    let uptime = Mutex(Duration.seconds(100))
    let channel = FakeChannel { _, _ in .delivered }
    let clock = CourierClock(
      wall: { NoticeTests.time }, uptime: { uptime.withLock { $0 } }, chance: { 0 })
    var subscription = Subscription()
    subscription.repeatAfter = .seconds(1_000)
    let courier = try courier(channel, subscription, clock: clock)
    let trigger = NoticeTests.transition()
    courier.take([trigger])
    #expect(Patience.wait { book.counts.delivered == 1 })
    courier.silence(trigger.rule.name, for: .seconds(10_000))
    uptime.withLock { $0 = .seconds(1_200) }
    courier.silence(trigger.rule.name, for: .zero)
    #expect(Patience.wait { book.counts.delivered == 2 })
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
  }

  @Test func waitsAsLongAsTheServerAsks() throws {
    let uptime = Mutex(Duration.seconds(100))
    let channel = FakeChannel { _, _ in
      uptime.withLock { $0 } < .seconds(700) ? .postponed("busy", for: .seconds(600)) : .delivered
    }
    let clock = CourierClock(
      wall: { NoticeTests.time }, uptime: { uptime.withLock { $0 } }, chance: { 0 })
    let courier = try courier(channel, clock: clock)
    courier.take([NoticeTests.transition()])
    #expect(Patience.wait { book.deliveries.first?.tries == 1 })
    for (second, tries) in [(699, 1), (700, 2)] {
      uptime.withLock { $0 = .seconds(second) }
      // What comes wakes the courier, and waits behind the first.
      courier.take([NoticeTests.transition(at: second)])
      #expect(Patience.wait { book.deliveries.first?.tries == tries })
      #expect(second == 700 || channel.told.count == 1)
    }
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
    #expect(book.counts == DeliveryBook.Counts(delivered: 3, failed: 0))
  }

  /// Settings changed: what the channel could not tell, and what comes meanwhile, is told by the next.
  @Test(arguments: [Attempt.postponed("busy"), .failed("interrupted"), .delivered])
  func anotherTakesItsPlace(answer: Attempt) throws {
    let transitions = (0..<4).map { NoticeTests.transition(at: $0) }
    var keys = NoticeKeys(origin: "here")
    let all = transitions.map { keys.key(of: $0) }
    let first = FakeChannel { notice, interruption in
      guard notice.key == all[1] else { return .delivered }
      _ = interruption.sleep(.seconds(600))
      return answer
    }
    let courier = try courier(first)
    courier.take(Array(transitions.prefix(3)))
    #expect(Patience.wait { first.told.count == 2 })
    courier.leave()
    #expect(Patience.wait { courier.hasEnded })
    courier.take([transitions[3]])
    let second = FakeChannel { _, _ in .delivered }
    let next = try Courier(inPlaceOf: courier, second, Subscription()) { _ in }
    next.close()
    #expect(Patience.wait { next.hasEnded })
    #expect(first.told == Array(all.prefix(2)))
    #expect(second.told == Array(all.dropFirst(answer == .delivered ? 2 : 1)))
    #expect(complaints.all.isEmpty && book.counts.delivered == 4 && book.counts.failed == 0)
  }

  @Test func endDoesNotWaitForAnotherTry() throws {
    let channel = FakeChannel { _, _ in .postponed("busy", for: .seconds(600)) }
    let courier = try courier(channel)
    courier.take((0..<3).map { NoticeTests.transition(at: $0) })
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
    #expect(channel.told.count == 1)
    #expect(book.counts == DeliveryBook.Counts(delivered: 0, failed: 3))
  }

  /// One that cannot be told keeps none of the others back.
  @Test func atTheEndEachIsTriedOnce() throws {
    let channel = FakeChannel { notice, _ in
      notice.hits == "2" ? .postponed("busy") : .delivered
    }
    let courier = try courier(channel)
    courier.take((1...4).map { NoticeTests.transition(at: $0, hits: $0) })
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
    #expect(book.counts == DeliveryBook.Counts(delivered: 3, failed: 1))
  }

  /// A receiver that takes nothing does not hold the end up for each of them.
  @Test func atTheEndOthersAreTriedForTenSeconds() {
    var uptime = Duration.seconds(100)
    var outbox = Outbox()
    for index in 0..<9 {
      let notice = NoticeTests.notice(NoticeTests.transition(at: index))
      _ = outbox.put(notice, uptime: uptime)
    }
    var given: [Int] = []
    while !outbox.entries.isEmpty {
      given.append(outbox.takeTriedLast(uptime: uptime).count)
      guard case .tell = outbox.next(uptime: uptime) else { continue }
      uptime += .seconds(4)
      _ = outbox.settle(.postponed("busy"), uptime: uptime, chance: 0)
    }
    #expect(given == [0, 1, 1, 7])
  }

  @Test func interruptionEndsWhatIsBeingTold() throws {
    let channel = FakeChannel { _, interruption in
      interruption.sleep(.seconds(600)) ? .delivered : .failed("interrupted")
    }
    let courier = try courier(channel)
    courier.take((0..<2).map { NoticeTests.transition(at: $0) })
    #expect(Patience.wait { channel.told.count == 1 })
    courier.interrupt()
    #expect(Patience.wait { courier.hasEnded })
    #expect(channel.told.count == 1 && book.counts.failed == 2)
  }
}

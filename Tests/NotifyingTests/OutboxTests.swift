import Testing

@testable import Notifying

struct OutboxTests {
  private let notices = (0..<4).map { NoticeTests.notice(NoticeTests.transition(at: $0)) }

  @Test func tellsOneAfterTheOther() {
    var outbox = Outbox()
    #expect(outbox.next(uptime: .zero) == .wait(until: nil))
    for notice in notices.prefix(2) { #expect(outbox.put(notice, uptime: .zero) == nil) }
    guard case .tell(let first) = outbox.next(uptime: .zero) else {
      Issue.record("nothing to tell")
      return
    }
    #expect(first.notice == notices[0])
    #expect(outbox.settle(.delivered, uptime: .zero, chance: 0).outcome == .delivered)
    _ = outbox.next(uptime: .zero)
    #expect(outbox.settle(.failed("no"), uptime: .zero, chance: 0).outcome == .failed("no"))
    #expect(outbox.next(uptime: .zero) == .wait(until: nil))
  }

  @Test func whatIsPostponedHoldsUpWhatFollows() {
    var outbox = Outbox()
    for notice in notices.prefix(2) { _ = outbox.put(notice, uptime: .zero) }
    _ = outbox.next(uptime: .zero)
    _ = outbox.settle(.postponed("busy"), uptime: .seconds(5), chance: 0)
    #expect(outbox.next(uptime: .seconds(5)) == .wait(until: .seconds(6)))
    guard case .tell(let entry) = outbox.next(uptime: .seconds(6)) else {
      Issue.record("nothing to tell")
      return
    }
    #expect(entry.notice == notices[0] && entry.tries == 1)
  }

  @Test func givesUpAfterADay() {
    var outbox = Outbox()
    _ = outbox.put(notices[0], uptime: .zero)
    _ = outbox.next(uptime: .zero)
    _ = outbox.settle(.postponed("busy"), uptime: .seconds(86_399), chance: 0)
    let (entry, outcome) = outbox.settle(.postponed("busy"), uptime: .seconds(86_400), chance: 0)
    #expect(entry.tries == 2 && outcome == .failed("given up after 2 tries: busy"))
    #expect(outbox.entries.isEmpty)
  }

  @Test func dropsTheOldestThatIsNotBeingTold() {
    var outbox = Outbox(capacity: 2)
    for notice in notices.prefix(2) { _ = outbox.put(notice, uptime: .zero) }
    #expect(outbox.put(notices[2], uptime: .zero)?.notice == notices[0])
    _ = outbox.next(uptime: .zero)
    #expect(outbox.put(notices[3], uptime: .zero)?.notice == notices[2])
    #expect(outbox.entries.map(\.notice) == [notices[1], notices[3]])
  }

  @Test(arguments: [
    (1, 0.0, Duration?.none, Duration.seconds(1)), (2, 0, nil, .seconds(2)),
    (4, 0.5, nil, .seconds(6)), (9, 0, nil, .seconds(256)), (10, 0, nil, .seconds(300)),
    (1_000, 0, nil, .seconds(300)), (1, 0.5, .seconds(20), .seconds(20)),
    (9, 0, .seconds(20), .seconds(256)), (1, 0, .seconds(1_000_000), .seconds(3_600)),
  ])
  func pausesGrow(tries: Int, chance: Double, asked: Duration?, expected: Duration) {
    #expect(Backoff().pause(afterTries: tries, chance: chance, asked: asked) == expected)
  }
}

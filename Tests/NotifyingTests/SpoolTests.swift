import AccessLog
import Alerting
import Synchronization
import System
import TestSupport
import Testing

@testable import Notifying

/// Queues on disk.
struct SpoolTests {
  private let folder = ScratchFolder()
  private let came = Instant(1_594_195_949)
  private let notices = (0..<4).map {
    NoticeTests.notice(NoticeTests.transition(rule: "a\t%\n\u{1B}é\($0)", at: $0))
  }

  @Test func keepsWhatWasNotTold() throws {
    do {
      let spool = try Spool(folder("queue"))
      try spool.add(notices, came: came)
      try spool.finish(notices[1].key)
    }
    let spool = try Spool(folder("queue"))
    #expect(spool.waiting.map(\.notice) == [notices[0], notices[2], notices[3]])
    #expect(spool.waiting.map(\.came) == [came, came, came])
    #expect(spool.knows(notices[1].key) && spool.knows(notices[2].key))
    #expect(!spool.knows("another"))
  }

  @Test func oneRunAtATimeHasIt() throws {
    let spool = try Spool(folder("queue"))
    #expect(throws: Spool.Mistake.unusable(path: folder("queue"), .wouldBlock)) {
      try Spool(folder("queue"))
    }
    #expect(spool.waiting.isEmpty)
  }

  /// A crash may end the file at any byte.
  @Test func everyBeginningOfItCanBeRead() throws {
    var bytes = SpoolLog([])?.bytes ?? []
    bytes += Array(SpoolLog.line(adding: notices[0], came: came).utf8)
    bytes += Array(SpoolLog.line(adding: notices[1], came: came).utf8)
    bytes += Array(SpoolLog.line(finishing: notices[0].key).utf8)
    for end in 0...bytes.count {
      let log = try #require(SpoolLog(Array(bytes[..<end])), "\(end)")
      #expect(log.waiting.count <= 2 && log.done.count <= 1)
      // What is read can be written and read again.
      let again = try #require(SpoolLog(log.bytes))
      #expect(again.waiting.map(\.notice) == log.waiting.map(\.notice) && again.done == log.done)
    }
    #expect(SpoolLog(bytes)?.waiting.map(\.notice) == [notices[1]])
  }

  @Test(arguments: ["GET / HTTP/1.1\n", "hightide queue 2\n", "hightide queue 1\nx\t1\n"])
  func anotherFileIsLeftAlone(text: String) throws {
    try folder.write(text, to: "queue")
    #expect(throws: Spool.Mistake.foreign(path: folder("queue"))) { try Spool(folder("queue")) }
    #expect(try folder.read("queue") == text)
  }

  @Test func fileStaysSmall() throws {
    let spool = try Spool(folder("queue"))
    let long = NoticeTests.transition(rule: String(repeating: "long", count: 5_000))
    for second in 0..<40 {
      var transition = long
      transition.time = Instant(second)
      let notice = NoticeTests.notice(transition)
      try spool.add([notice], came: came)
      try spool.finish(notice.key)
    }
    #expect(try folder.bytes("queue").count < 1_500_000)
    #expect(try folder.names == ["queue"])
  }

  /// The queue, once the thread of the run before has let go of it.
  private func queue() throws -> Spool {
    var spool: Spool?
    _ = Patience.wait {
      spool = try? Spool(folder("queue"))
      return spool != nil
    }
    return try spool ?? Spool(folder("queue"))
  }

  /// What a run tells that finds these transitions, in order.
  private func run(
    _ transitions: [AlertTransition], _ answer: @escaping @Sendable (Notice) -> Attempt
  ) throws -> [String] {
    let channel = FakeChannel { notice, _ in answer(notice) }
    let courier = try Courier(
      "fake", channel, Subscription(), origin: "here", tellsHistory: true,
      spool: try queue(), book: DeliveryBook()
    ) { _ in }
    courier.take(transitions)
    courier.close()
    #expect(Patience.wait { courier.hasEnded })
    return channel.told
  }

  private func keys(_ transitions: [AlertTransition]) -> [String] {
    var keys = NoticeKeys(origin: "here")
    return transitions.map { keys.key(of: $0) }
  }

  @Test func courierTellsWhatTheRunBeforeCouldNotAndNothingTwice() throws {
    let transitions = (0..<3).map { NoticeTests.transition(at: $0) }
    let all = keys(transitions)
    let first = try run(Array(transitions.prefix(2))) { _ in .postponed("no network") }
    #expect(first == [all[0]])
    // The next run finds the second one once more.
    #expect(try run(Array(transitions.suffix(2))) { _ in .delivered } == all)
    #expect(try run(transitions) { _ in .delivered } == [])
  }

  /// Killed while it tells: what it told stands in the queue, and not yet that it was told.
  @Test func noticeIsInTheQueueBeforeItIsToldAndDoneAfterwards() throws {
    let transitions = (0..<2).map { NoticeTests.transition(at: $0) }
    let folder = folder
    let left = Mutex<[String]>([])
    let told = try run(transitions) { notice in
      let queue = (try? folder.read("queue")) ?? ""
      left.withLock { $0.append(queue) }
      return .delivered
    }
    #expect(told == keys(transitions))
    for (key, queue) in zip(told, left.withLock { $0 }) {
      let log = try #require(SpoolLog(Array(queue.utf8)))
      #expect(log.isWaiting(key) && log.done == Array(told.prefix { $0 != key }))
    }
    #expect(SpoolLog(try folder.bytes("queue"))?.done == told)
  }

  /// Killed after any of its writes to the queue, a run is followed by one that finds the same
  /// transitions again, since the state was not saved: it tells what was not noted as told.
  @Test func killAfterAnyWriteLosesNothingAndDoublesNothing() throws {
    let transitions = (0..<3).map {
      NoticeTests.transition($0 == 1 ? .recovered : .triggered, at: $0)
    }
    let all = keys(transitions)
    #expect(try run(transitions) { _ in .delivered } == all)
    let whole = try folder.read("queue").split(separator: "\n").map { $0 + "\n" }
    #expect(whole.count == 7)
    for writes in 1...whole.count {
      let done = whole.prefix(writes).count { $0.hasPrefix("-") }
      try folder.write(whole.prefix(writes).joined(), to: "queue")
      #expect(try run(transitions) { _ in .delivered } == Array(all.dropFirst(done)))
      #expect(try run(transitions) { _ in .delivered } == [])
    }
  }

  @Test func manyAtOnceAreToldOnceInSpiteOfAnOutage() throws {
    let transitions = (0..<200).map {
      NoticeTests.transition($0 % 2 == 0 ? .triggered : .recovered, at: $0)
    }
    let all = keys(transitions)
    let broken = try run(transitions) { $0.key == all[100] ? .postponed("no network") : .delivered }
    #expect(broken == Array(all.prefix(101)))
    #expect(try run(transitions) { _ in .delivered } == Array(all.dropFirst(100)))
    #expect(try run(transitions) { _ in .delivered } == [])
  }
}

import AccessLog
import Alerting
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
      for notice in notices { try spool.add(notice, came: came) }
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
      try spool.add(notice, came: came)
      try spool.finish(notice.key)
    }
    #expect(try folder.bytes("queue").count < 1_500_000)
    #expect(try folder.names == ["queue"])
  }

  @Test func courierTellsWhatTheRunBeforeCouldNotAndNothingTwice() throws {
    func run(_ answer: Attempt, _ transitions: [AlertTransition]) throws -> [String] {
      let channel = FixedChannel(answer)
      let courier = try Courier(
        "fake", channel, Subscription(), origin: "here", tellsHistory: true,
        spool: try Spool(folder("queue")), book: DeliveryBook()
      ) { _ in }
      courier.take(transitions)
      courier.close()
      #expect(Patience.wait { courier.hasEnded })
      return channel.told
    }
    let transitions = (0..<3).map { NoticeTests.transition(at: $0) }
    var keys = NoticeKeys(origin: "here")
    let all = transitions.map { keys.key(of: $0) }
    #expect(try run(.postponed("no network"), Array(transitions.prefix(2))) == [all[0]])
    // The next run finds the second one once more.
    #expect(try run(.delivered, Array(transitions.suffix(2))) == all)
    #expect(try run(.delivered, transitions) == [])
  }
}

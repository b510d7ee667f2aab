import System
import TestSupport
import Testing

@testable import LogTail

/// What was there at the start and is read behind the first frame.
@Suite struct EarlierLinesTests {
  let scratch = ScratchFolder()

  private func log(_ times: Range<Int>, _ name: String = "") -> String {
    times.map { "\($0) line\(name)\n" }.joined()
  }

  private func session(backfill: Int = 600, window: Int = 120) throws -> TailSession {
    try TailSession([scratch("access.log")], .follow(backfillSeconds: backfill), window: window)
  }

  @Test func theWindowIsReadBehindWhatIsShown() throws {
    try scratch.append(log(0..<10_000), to: "access.log")
    var session = try session()
    let reading = session.read()
    // A minute more, for lines that are out of order.
    #expect(reading.text(.backfill) == log(9_339..<10_000))
    #expect(reading.coveredSince == .some(9_399))
    #expect(reading.earlierText == log(9_219..<9_339))
    #expect(reading.earlierEnds == [EarlierEnd(since: 9_279, isAll: false)])
    let caughtUp = reading.items.firstIndex { if case .caughtUp = $0 { true } else { false } }
    let earlier = reading.items.firstIndex { if case .earlier = $0 { true } else { false } }
    #expect((caughtUp ?? .max) < (earlier ?? .min))
  }

  @Test func moreIsReadOnlyIfItIsAskedForAndUpToAnHour() throws {
    try scratch.append(log(0..<10_000), to: "access.log")
    var session = try session()
    _ = session.read()
    #expect(session.read().items.isEmpty)
    session.tail.answerEarlier(true)
    let reading = session.read()
    #expect(reading.earlierText == log(6_339..<9_219))
    #expect(reading.earlierEnds == [EarlierEnd(since: 6_399, isAll: true)])
    session.tail.answerEarlier(true)
    #expect(session.read().items.isEmpty)
  }

  @Test func nothingIsReadOnceNoMoreIsWanted() throws {
    try scratch.append(log(0..<10_000), to: "access.log")
    var session = try session()
    _ = session.read()
    session.tail.answerEarlier(false)
    session.tail.answerEarlier(true)
    #expect(session.read().items.isEmpty)
    #expect(session.tail.earlier == nil)
  }

  @Test func aLogThatIsReadFromItsFirstLineLacksNothing() throws {
    try scratch.append(log(0..<700), to: "access.log")
    var session = try session(backfill: 600)
    let reading = session.read()
    // Its first line is within the minute for lines that are out of order.
    #expect(reading.coveredSince == .some(99))
    #expect(reading.earlierText == log(0..<39))
    #expect(reading.earlierEnds == [EarlierEnd(since: nil, isAll: true)])
    session = try self.session(backfill: 3_000)
    let whole = session.read()
    #expect(whole.coveredSince == .some(nil))
    #expect(whole.earlierEnds.isEmpty)
  }

  @Test func whatIsNewComesFirst() throws {
    try scratch.append(log(0..<10_000), to: "access.log")
    var session = try session()
    while case .item(let item) = session.tail.next(at: session.now) {
      if case .caughtUp = item { break }
    }
    try scratch.append("10000 new\n", to: "access.log")
    let items = session.read().items
    guard case .lines(let batch)? = items.first else {
      Issue.record("the new line does not come first")
      return
    }
    #expect(String(decoding: batch.bytes, as: UTF8.self) == "10000 new\n")
    #expect(Reading(items: items).earlierText == log(9_219..<9_339))
  }

  @Test func severalLogsAreOneStretch() throws {
    try scratch.append(log(0..<5_000, " a"), to: "a")
    try scratch.append(log(4_000..<5_000, " b"), to: "b")
    try scratch.append(log(0..<4_300, " c"), to: "c")
    var session = try TailSession(
      ["a", "b", "c"].map { scratch($0) }, .follow(backfillSeconds: 600), window: 120)
    let reading = session.read()
    #expect(reading.coveredSince == .some(4_399))
    let expected = (4_219..<4_339).map { time in
      "\(time) line a\n\(time) line b\n" + (time < 4_300 ? "\(time) line c\n" : "")
    }
    #expect(reading.earlierText == expected.joined())
    #expect(reading.earlierEnds == [EarlierEnd(since: 4_279, isAll: false)])
  }

  @Test func aLogThatIsEmptiedMeanwhileIsNotCovered() throws {
    try scratch.append(log(0..<10_000), to: "access.log")
    var session = try session()
    while case .item(let item) = session.tail.next(at: session.now) {
      if case .caughtUp = item { break }
    }
    scratch.truncate("access.log")
    let reading = session.read()
    #expect(reading.earlierEnds == [EarlierEnd(since: 9_399, isAll: true)])
  }

  /// Without it the first line would set the clock hours ahead of all others.
  @Test func aSingleLineFarAheadIsNotBegunWith() throws {
    let lines = (0..<2_000).map { $0 == 1_339 ? "9000 ahead\n" : "\($0) line\n" }
    try scratch.append(lines.joined(), to: "access.log")
    var session = try session()
    #expect(session.read().text(.backfill).hasPrefix("1340 line\n"))
  }

  @Test(arguments: [(1_000, 0), (999, 1), (10, 990), (5, 995), (0, 1_000)])
  func noMoreBytesAreReadThanMayBe(limit: Int, expected: Int) throws {
    let earliest = try earliestTime(from: 0, to: 1_000, fitting: limit) {
      (time) throws(SystemError) in 1_000 - time
    }
    #expect(earliest == expected)
  }
}

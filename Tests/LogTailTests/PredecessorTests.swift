import System
import TestSupport
import Testing

@testable import LogTail

/// What a log was rotated to shortly before the start.
@Suite struct PredecessorTests {
  let scratch = ScratchFolder()

  private func log(_ times: Range<Int>, _ name: String = "") -> String {
    times.map { "\($0) line\(name)\n" }.joined()
  }

  private func session(
    _ sources: [String] = ["access.log"], backfill: Int = 600, window: Int = 120
  ) throws -> TailSession {
    try TailSession(sources.map { scratch($0) }, .follow(backfillSeconds: backfill), window: window)
  }

  @Test func isBackfilledWithTheLog() throws {
    try scratch.append(log(0..<10_000), to: "access.log.1")
    try scratch.append(log(10_000..<10_100), to: "access.log")
    var session = try session()
    let reading = session.read()
    // A minute more, for lines that are out of order.
    #expect(reading.text(.backfill) == log(9_439..<10_100))
    #expect(reading.coveredSince == .some(9_499))
    #expect(reading.earlierText == log(9_319..<9_439))
    #expect(reading.earlierEnds == [EarlierEnd(since: 9_379, isAll: false)])
    #expect(reading.changes == [.opened])
    // It is not followed.
    try scratch.append(log(10_100..<10_101), to: "access.log")
    try scratch.append(log(10_100..<10_101, " of the part"), to: "access.log.1")
    #expect(session.read().text(.live) == log(10_100..<10_101))
  }

  @Test func whatIsWholeLacksNothing() throws {
    try scratch.append(log(0..<200), to: "access.log-20201231")
    try scratch.append(log(200..<300), to: "access.log")
    var session = try session()
    let reading = session.read()
    #expect(reading.text(.backfill) == log(0..<300))
    #expect(reading.coveredSince == .some(nil))
    #expect(reading.earlierEnds.isEmpty)
  }

  @Test func severalAreReadAsFarBackAsIsAskedFor() throws {
    for number in 0..<9 {
      try scratch.append(
        log(number * 100..<(number + 1) * 100), to: "access.log.\(9 - number)")
    }
    try scratch.append(log(900..<1_000), to: "access.log")
    var session = try session(backfill: 300)
    let reading = session.read()
    #expect(reading.text(.backfill) == log(639..<1_000))
    #expect(reading.earlierText == log(519..<639))
    session.tail.answerEarlier(true)
    let rest = session.read()
    #expect(rest.earlierText == log(0..<519))
    #expect(rest.earlierEnds == [EarlierEnd(since: nil, isAll: true)])
  }

  // A compressed part cannot be searched for a time.
  @Test func whatIsCompressedIsNotCovered() throws {
    try scratch.append(Compressing.gzip(log(0..<100)), to: "access.log.2.gz")
    try scratch.append(log(100..<200), to: "access.log.1")
    try scratch.append(log(200..<300), to: "access.log")
    var session = try session()
    let reading = session.read()
    #expect(reading.text(.backfill) == log(100..<300))
    // Lines of second 100 may be in the part before.
    #expect(reading.coveredSince == .some(101))
    #expect(reading.earlierText.isEmpty)
    #expect(reading.earlierEnds == [EarlierEnd(since: 101, isAll: true)])
  }

  @Test func aLogThatWasMadeJustNowIsPrecededToo() throws {
    try scratch.append(log(0..<200), to: "access.log.1")
    try scratch.append("", to: "access.log")
    var session = try session()
    let reading = session.read()
    #expect(reading.text(.backfill) == log(0..<200))
    let modified = try FileStatus.of(scratch("access.log.1")).modified / 1_000_000_000
    #expect(reading.modified == modified)
  }

  @Test func whatIsOlderThanAnHourIsLeftAlone() throws {
    try scratch.append(log(0..<200), to: "access.log.1")
    try scratch.append(log(4_000..<4_100), to: "access.log")
    var session = try session()
    let reading = session.read()
    #expect(reading.text(.backfill) == log(4_000..<4_100))
    #expect(reading.coveredSince == .some(nil))
  }

  @Test func whatIsFollowedAnywayCountsOnce() throws {
    try scratch.append(log(0..<200), to: "access.log.1")
    try scratch.append(log(200..<300), to: "access.log")
    var session = try session(["access.log*"])
    let reading = session.read()
    #expect(reading.text(.backfill) == log(0..<300))
  }

  @Test func aCopyIsNoPredecessor() throws {
    // So short that its times alone do not tell it from what came before.
    try scratch.append(log(0..<50), to: "access.log.1")
    try scratch.append(log(0..<300), to: "access.log")
    // Its lines are not before those of the log.
    try scratch.append(log(100..<310, " of another"), to: "access.log.2")
    var session = try session()
    #expect(session.read().text(.backfill) == log(0..<300))
  }

  @Test func aReplayReadsTheLogAlone() throws {
    try scratch.append(log(0..<200), to: "access.log.1")
    try scratch.append(log(200..<300), to: "access.log")
    var session = try TailSession([scratch("access.log")], .replay, window: 120)
    #expect(session.read().text == log(200..<300))
  }
}

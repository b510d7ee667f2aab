import System
import TestSupport
import Testing

@testable import LogTail

@Suite struct BackfillTests {
  let scratch = ScratchFolder()

  @Test(arguments: [1, 10, 600, 100_000])
  func beginsWithTheFirstLineOfTheLastSeconds(seconds: Int) throws {
    // Several lines a second, one second missing now and then.
    let times = (0..<20_000).filter { $0 % 7 != 3 }
    scratch.append("access.log", times.map { lines(3, at: $0) }.joined())
    var session = try TailSession(
      [scratch("access.log")], .follow(backfillSeconds: seconds))
    let cutoff = times[times.count - 1] - seconds
    let expected = times.filter { $0 >= cutoff }.map { lines(3, at: $0) }.joined()
    let reading = session.read()
    #expect(reading.text(.backfill) == expected)
    #expect(reading.text(.live) == "")
    #expect(reading.changes == [.opened])
    let modified = try FileStatus.of(scratch("access.log")).modified / 1_000_000_000
    #expect(reading.modified == modified)
    scratch.append("access.log", "30000 new\n")
    #expect(session.read().text(.live) == "30000 new\n")
  }

  @Test func isNotMisledBySingleLinesFromElsewhen() throws {
    var text = ""
    for time in 0..<20_000 {
      text += lines(1, at: time % 97 == 0 ? 4_000_000 : time)
      if time % 31 == 0 { text += "without a time\n" }
    }
    scratch.append("access.log", text + "20000 last\n")
    var session = try TailSession([scratch("access.log")], .follow(backfillSeconds: 300))
    let backfill = session.read().text(.backfill)
    #expect(backfill.hasPrefix("19700 ") && backfill.hasSuffix("20000 last\n"))
  }

  @Test func readsLittleOfALargeFile() throws {
    scratch.append("access.log", (0..<200_000).map { "\($0) line\n" }.joined())
    let session = try TailSession([scratch("access.log")], .follow(backfillSeconds: 10))
    let path = session.tail.paths[0]
    #expect(path.generations[0].offset > 2_000_000)
  }

  @Test func leavesAnUnfinishedLineForLater() throws {
    scratch.append("access.log", "1 a\n2 b\n3 unfin")
    var session = try TailSession([scratch("access.log")], .follow(backfillSeconds: 600))
    let reading = session.read()
    #expect(reading.text == "1 a\n2 b\n")
    scratch.append("access.log", "ished\n")
    let rest = session.read()
    #expect(rest.text(.live) == "3 unfinished\n")
  }

  @Test func countsBackFromTheNewestLineOfAllFiles() throws {
    scratch.append("a", "100 a\n200 a\n300 a\n")
    scratch.append("b", "150 b\n250 b\n")
    scratch.append("c", "20 c\n")
    var session = try TailSession(
      [scratch("a"), scratch("b"), scratch("c")], .follow(backfillSeconds: 120))
    #expect(session.read().text(.backfill) == "200 a\n250 b\n300 a\n")
  }

  /// Its last lines are context, so that it can be said at once that they cannot be parsed.
  @Test(arguments: [1, 30_000])
  func aLogWithoutTimesIsFollowedFromItsEnd(count: Int) throws {
    let text = String(repeating: "no\ntimes\n", count: count)
    scratch.append("access.log", text)
    var session = try TailSession([scratch("access.log")], .follow(backfillSeconds: 600))
    let sample = session.read().text(.backfill)
    #expect(text.hasSuffix(sample))
    #expect((1...65_536).contains(sample.utf8.count))
    scratch.append("access.log", "more\n")
    #expect(session.read().text(.live) == "more\n")
  }

  @Test func fromTheStartEverythingIsLive() throws {
    scratch.append("access.log", "1 a\n2 b\n")
    var session = try TailSession([scratch("access.log")], .fromStart)
    #expect(session.read().text(.live) == "1 a\n2 b\n")
    scratch.append("access.log", "3 c\n")
    #expect(session.read().text(.live) == "3 c\n")
  }
}

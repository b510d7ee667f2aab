import System
import TestSupport
import Testing

@testable import LogTail

@Suite struct ResumeTests {
  let scratch = ScratchFolder()

  private func resumed(_ positions: [FilePosition]) throws -> TailSession {
    try TailSession(
      [scratch("access.log")], .follow(backfillSeconds: 600), resumeFrom: positions)
  }

  @Test func goesOnBehindTheLastWholeLine() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    scratch.append("access.log", "1 a\n2 b\n3 unfin")
    let positions = session.read().positions
    #expect(positions.map(\.offset) == [8])
    scratch.append("access.log", "ished\n4 d\n")
    var next = try resumed(positions)
    let reading = next.read()
    #expect(reading.changes == [.resumed])
    #expect(reading.text(.live) == "3 unfinished\n4 d\n")
    #expect(reading.text(.backfill) == "")
  }

  @Test func readsWhatWasRotatedInBetween() throws {
    scratch.append("access.log.7", "0 old\n")
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    scratch.append("access.log", "1 a\n")
    let positions = session.read().positions
    scratch.append("access.log", "2 b\n")
    scratch.rename("access.log", "access.log.3")
    scratch.append("access.log", "3 c\n")
    scratch.rename("access.log", "access.log.2")
    scratch.append("access.log", "4 d\n")
    var next = try resumed(positions)
    #expect(next.read().text(.live) == "2 b\n3 c\n4 d\n")
    #expect(next.read().text == "")
  }

  @Test func readsAnotherFileOfThatNameFromItsBeginning() throws {
    scratch.append("access.log", lines(10))
    var session = try TailSession([scratch("access.log")], .fromStart)
    let positions = session.read().positions
    scratch.truncate("access.log")
    scratch.append("access.log", lines(50, at: 200))
    var next = try resumed(positions)
    #expect(next.read().text(.live) == lines(50, at: 200))
  }

  /// As `copytruncate` makes one, of a log that is larger than what is copied at once.
  @Test func aCopyUnderWayThatAPatternMatchesIsNotRead() throws {
    scratch.append("access.log", lines(100))
    var session = try TailSession([scratch("*.log")], .fromStart)
    let positions = session.read().positions
    scratch.append("access-1.log", lines(40))
    var next = try TailSession([scratch("*.log")], resumeFrom: positions)
    scratch.append("access-1.log", lines(60, from: 40))
    #expect(next.read().text == "")
    scratch.truncate("access.log")
    scratch.append("access.log", lines(3, from: 100))
    #expect(next.read().text == lines(3, from: 100))
  }

  /// Wherever the run is ended between two batches, the next one continues to the line.
  @Test func eachBatchSaysHowFarItGoes() throws {
    for name in ["a", "b"] { scratch.append(name, "") }
    let sources = [scratch("a"), scratch("b")]
    var session = try TailSession(sources)
    _ = session.read()
    scratch.append("a", lines(60_000, at: 1) + lines(60_000, at: 3) + "4 unfin")
    scratch.append("b", lines(60_000, at: 2) + lines(60_000, at: 3))
    let batches = session.read().batches
    #expect(batches.count > 5)
    let total = batches.flatMap(\.bytes).count
    var latest: [FileIdentity: FilePosition] = [:]
    var read = 0
    for batch in batches {
      read += batch.bytes.count
      for position in batch.positions { latest[position.identity] = position }
      #expect(latest.values.map(\.offset).reduce(0, +) == read)
      var next = try TailSession(
        sources, .follow(backfillSeconds: 0),
        resumeFrom: Array(latest.values))
      if latest.count == 2 {
        #expect(next.read().batches.flatMap(\.bytes).count == total - read)
      }
    }
  }
}

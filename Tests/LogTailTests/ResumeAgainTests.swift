import System
import TestSupport
import Testing

@testable import LogTail

/// What a run leaves that went on from an earlier one, and was ended in the middle of it.
@Suite struct ResumeAgainTests {
  let scratch = ScratchFolder()

  private func resumed(_ positions: [FilePosition]) throws -> TailSession {
    try TailSession([scratch("access.log")], .follow(backfillSeconds: 600), resumeFrom: positions)
  }

  /// What is known after some positions and the next ones: one of each file.
  private func merged(_ positions: [FilePosition], _ next: [FilePosition]) -> [FilePosition] {
    next.reduce(positions) { known, position in
      known.filter { $0.identity != position.identity } + [position]
    }
  }

  /// The clock that files get their times from ticks every few milliseconds.
  @Test func aFileOfTheSameTickAsACopyIsRead() throws {
    scratch.append("access.log", lines(15))
    let positions = try begun()
    scratch.append("access.log-12", lines(20))
    scratch.truncate("access.log")
    scratch.append("access.log", lines(20, from: 20))
    // It comes before the copy in the order of the names.
    scratch.rename("access.log", "access-13.log")
    for name in ["access.log-12", "access-13.log"] { scratch.touch(name, at: 1_000) }
    scratch.append("access.log", lines(5, from: 40))
    var session = try resumed(positions)
    #expect(session.read().text(.live) == lines(30, from: 15))
  }

  /// The number of the file that was emptied is that of the new lines, once some were read.
  @Test(arguments: [false, true])
  func aCopyThatTheRunInBetweenFoundReadIsNotReadAgain(isCompressed: Bool) throws {
    scratch.append("access.log", lines(5))
    var first = try TailSession([scratch("access.log")])
    var positions = first.read().startPositions
    scratch.rename("access.log", "access.log.2")
    scratch.touch("access.log.2", at: 1_000)
    scratch.append("access.log", lines(20, from: 5))
    positions = merged(positions, first.read().batches.flatMap(\.positions))
    if isCompressed {
      try scratch.write("access.log.1.gz", Compressing.gzip(lines(20, from: 5)))
    } else {
      scratch.append("access.log.1", lines(20, from: 5))
    }
    scratch.truncate("access.log")
    scratch.append("access.log", lines(20, from: 25))
    var second = try resumed(positions)
    let batch = try #require(second.read().batches.first)
    #expect(String(decoding: batch.bytes, as: UTF8.self) == lines(20, from: 25))
    scratch.append("access.log", lines(5, from: 45))
    var third = try resumed(merged(positions, batch.positions))
    #expect(third.read().text(.live) == lines(5, from: 45))
  }

  /// A rotated file that is older than one that was read counts as read, unless it is known.
  @Test func aFileThatCouldNotBeReadIsReadByTheNextRun() throws {
    scratch.append("access.log", lines(5))
    var session = try TailSession([scratch("access.log")])
    var positions = session.read().startPositions
    for number in [3, 2] {
      scratch.rename("access.log", "access.log.\(number)")
      scratch.append("access.log", lines(5, from: 20 - 5 * number))
    }
    try session.lookWithoutReading()
    try session.deny("access.log.2", in: scratch)
    positions = merged(positions, session.readNoted().batches.flatMap(\.positions))
    scratch.append("access.log", lines(5, from: 15))
    positions = merged(positions, session.read().batches.flatMap(\.positions))
    scratch.touch("access.log.2", at: 1_000)
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", lines(5, from: 20))
    var next = try resumed(positions)
    #expect(next.read().text(.live) == lines(5, from: 5) + lines(5, from: 20))
  }

  /// The number of a file that was deleted is given to another one.
  @Test func aFileOfWhichNothingWasReadIsNoProofThatOlderOnesWere() throws {
    scratch.append("access.log", lines(5))
    var positions = try begun()
    scratch.rename("access.log", "access.log.3")
    scratch.append("access.log.2", lines(5, from: 5))
    scratch.append("access.log.1", lines(5, from: 10))
    scratch.append("access.log", lines(5, from: 15))
    for number in 1...3 { scratch.touch("access.log.\(number)", at: 1_000 - number) }
    var reused = FilePosition.beforeAll(of: scratch("access.log"))
    reused.identity = try FileStatus.of(scratch("access.log.1")).identity
    positions.append(reused)
    var session = try resumed(positions)
    #expect(session.read().text(.live) == lines(15, from: 5))
  }

  /// Other runs may have been killed in between, so that the time of saving says nothing.
  @Test func allThatFollowsAFileOfWhichNothingWasReadIsRead() throws {
    scratch.append("access.log", "")
    let positions = try begun()
    scratch.append("access.log", lines(5))
    for number in [3, 2, 1] {
      scratch.rename("access.log", "access.log.\(number)")
      scratch.touch("access.log.\(number)", at: 1_000 - number)
      scratch.append("access.log", lines(5, from: 20 - 5 * number))
    }
    var session = try TailSession(
      [scratch("access.log")], .follow(backfillSeconds: 600), resumeFrom: positions, since: 2_000)
    #expect(session.read().text(.live) == lines(20))
  }

  private func begun() throws -> [FilePosition] {
    var session = try TailSession([scratch("access.log")])
    return session.read().startPositions
  }
}

import TestSupport
import Testing

@testable import LogTail

/// What happens to logs between two runs.
@Suite struct ResumeGapTests {
  let scratch = ScratchFolder()

  private func begun(_ name: String = "access.log") throws -> Reading {
    var session = try TailSession([scratch(name)], .follow(backfillSeconds: 600))
    return session.read()
  }

  private func resumed(
    _ positions: [FilePosition], _ name: String = "access.log"
  ) throws -> Reading {
    var session = try TailSession(
      [scratch(name)], .follow(backfillSeconds: 600), resumeFrom: positions)
    return session.read()
  }

  @Test func aFileThatGaveNoLineYetIsReadOnNotTakenForContext() throws {
    scratch.append("access.log", "")
    let positions = try begun().startPositions
    scratch.append("access.log", "1 a\n")
    #expect(try resumed(positions).text(.live) == "1 a\n")
  }

  @Test func aFileOfWhichAllWasContextIsReadOnBehindIt() throws {
    scratch.append("access.log", "1 a\n2 b\n3 unfin")
    let reading = try begun()
    #expect(reading.text(.backfill) == "1 a\n2 b\n")
    scratch.append("access.log", "ished\n")
    #expect(try resumed(reading.startPositions).text(.live) == "3 unfinished\n")
  }

  @Test func aFileThatWasWaitedForIsReadFromItsBeginning() throws {
    let positions = try begun().startPositions
    scratch.append("access.log", "1 a\n")
    #expect(try resumed(positions).text(.live) == "1 a\n")
  }

  @Test func whatCameToMatchAPatternIsReadFromItsBeginning() throws {
    scratch.append("a.log", "1 a\n")
    let positions = try begun("*.log").startPositions
    scratch.append("b.log", "2 b\n")
    let reading = try resumed(positions, "*.log")
    #expect(reading.text(.live) == "2 b\n")
    #expect(reading.text(.backfill) == "")
  }

  @Test func whatWasWrittenMeanwhileComesBeforeTheRunIsUpToDate() throws {
    scratch.append("access.log", "1 a\n")
    let positions = try begun().startPositions
    scratch.append("access.log", "2 b\n")
    let reading = try resumed(positions)
    let isUpToDate = reading.items.firstIndex { if case .caughtUp = $0 { true } else { false } }
    let isRead = reading.items.firstIndex { if case .lines = $0 { true } else { false } }
    #expect((try #require(isRead)) < (try #require(isUpToDate)))
    #expect(reading.startPositions.map(\.offset) == [8])
  }

  @Test func aFileThatWasForgottenIsNotReadAgainIfOneThatIsNewerWasRead() throws {
    var positions: [FilePosition] = []
    for (index, name) in ["access.log.3", "access.log.2", "access.log.1", "access.log"].enumerated()
    {
      scratch.append(name, lines(20, at: 100 * index, from: 20 * index))
      positions += try begun(name).startPositions
    }
    for index in positions.indices { positions[index].path = scratch("access.log") }
    positions.remove(at: 1)
    scratch.append("access.log", lines(5, at: 400, from: 80))
    #expect(try resumed(positions).text(.live) == lines(5, at: 400, from: 80))
  }

  @Test func theCopyOfAFileThatWasThenEmptiedIsReadOn() throws {
    scratch.append("access.log", lines(20))
    let positions = try begun().startPositions
    scratch.append("access.log", lines(5, from: 20))
    // What `copytruncate` does, twice.
    scratch.append("access.log.2", lines(25))
    scratch.truncate("access.log")
    scratch.append("access.log.1", lines(5, at: 200, from: 25))
    scratch.append("access.log", lines(5, at: 300, from: 30))
    #expect(
      try resumed(positions).text(.live)
        == lines(5, from: 20) + lines(5, at: 200, from: 25) + lines(5, at: 300, from: 30))
  }

  @Test func aCopyOfAFileThatGoesOnIsNotReadAgain() throws {
    scratch.append("access.log", lines(20))
    let positions = try begun().startPositions
    scratch.append("access.log", lines(5, from: 20))
    scratch.append("access.log.1", lines(25))
    #expect(try resumed(positions).text(.live) == lines(5, from: 20))
  }

  @Test func theCopyOfAFileThatWasThenRotatedIsReadOn() throws {
    scratch.append("access.log", lines(20))
    let positions = try begun().startPositions
    scratch.append("access.log.2", lines(25))
    scratch.truncate("access.log")
    scratch.append("access.log", lines(5, at: 200, from: 25))
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", lines(5, at: 300, from: 30))
    #expect(
      try resumed(positions).text(.live)
        == lines(5, from: 20) + lines(5, at: 200, from: 25) + lines(5, at: 300, from: 30))
  }

  @Test func aCopyThatWasMadeDuringTheRunIsNotReadAgain() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    var positions = session.read().startPositions
    scratch.append("access.log", lines(20))
    positions += session.read().batches.flatMap(\.positions)
    scratch.rename("access.log", "access.log.2")
    scratch.append("access.log", lines(20, from: 20))
    positions += session.read().batches.flatMap(\.positions)
    scratch.append("access.log.1", lines(20, from: 20))
    scratch.truncate("access.log")
    _ = session.read()
    scratch.append("access.log", lines(20, from: 40))
    positions += session.read().batches.flatMap(\.positions)
    scratch.append("access.log", lines(20, from: 60))
    #expect(try resumed(positions).text == lines(20, from: 60))
  }

  @Test func whatALinkMeantBeforeIsReadToItsEnd() throws {
    scratch.append("monday", lines(5))
    scratch.link("access.log", to: "monday")
    let positions = try begun().startPositions
    scratch.append("monday", lines(5, from: 5))
    scratch.append("tuesday", lines(5, from: 10))
    scratch.link("access.log", to: "tuesday")
    #expect(try resumed(positions).text(.live) == lines(10, from: 5))
  }

  @Test func whatARotationLeftToMatchAPatternIsNotReadAgain() throws {
    scratch.append("access.log", lines(5))
    let positions = try begun("*.log").startPositions
    // Of more rotations than a state remembers.
    scratch.append("access-20260101.log", lines(5, at: 50))
    scratch.age("access-20260101.log", seconds: 60)
    scratch.rename("access.log", "access-20260102.log")
    scratch.append("access-20260102.log", lines(5, from: 5))
    scratch.append("access.log", lines(5, from: 10))
    var session = try TailSession(
      [scratch("*.log")], .follow(backfillSeconds: 600), resumeFrom: positions)
    #expect(session.read().text == lines(10, from: 5))
    scratch.append("access-20260101.log", lines(1, from: 100))
    #expect(session.read().text == lines(1, from: 100))
  }

  @Test func whatARotationLeftToMatchAPatternIsNoNewLogToTheNextRun() throws {
    scratch.append("access.log", lines(5))
    let positions = try begun("*.log").startPositions
    scratch.rename("access.log", "access-20260101.log")
    scratch.append("access.log", lines(5, from: 5))
    // It is open under the name that it had.
    #expect(
      try resumed(positions, "*.log").startPositions.map(\.path).allSatisfy {
        !$0.contains("access-")
      })
  }

  @Test func whatMatchedAPatternAndIsGoneLeavesItsRotatedFiles() throws {
    scratch.append("access.log", lines(5))
    scratch.append("gone.log", lines(5, at: 50))
    let positions = try begun("*.log").startPositions
    scratch.append("access.log", lines(5, from: 5))
    scratch.rename("access.log", "access.log.1")
    scratch.delete("gone.log")
    var session = try TailSession(
      [scratch("*.log")], .follow(backfillSeconds: 600), resumeFrom: positions)
    let reading = session.read()
    #expect(reading.text == lines(5, from: 5))
    scratch.append("access.log", lines(5, from: 10))
    #expect(session.read().text == lines(5, from: 10))
    #expect(
      !reading.items.contains { item in
        if case .source(let event) = item {
          event.source.text == scratch("gone.log")
        } else {
          false
        }
      })
  }

  @Test func aNameThatIsNewIsOpenedBesideOneThatIsGone() throws {
    scratch.append("gone.log", lines(5))
    let positions = try begun("*.log").startPositions
    scratch.delete("gone.log")
    scratch.append("other", "1 a\n")
    var session = try TailSession(
      [scratch("*.log"), scratch("other")], .follow(backfillSeconds: 600), resumeFrom: positions)
    #expect(session.read().text(.backfill) == "1 a\n")
    scratch.append("other", "2 b\n")
    #expect(session.read().text(.live) == "2 b\n")
  }

  /// The state forgets the oldest files, and the clock that it was saved by may have been wrong.
  @Test func whatIsOlderThanAllThatIsKnownIsNotReadAgainWhateverItsTime() throws {
    scratch.append("access.log.2", lines(5))
    scratch.touch("access.log.2", at: 100)
    scratch.append("access.log", lines(5, from: 5))
    let positions = try begun().startPositions
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", lines(5, from: 10))
    var session = try TailSession(
      [scratch("access.log")], .follow(backfillSeconds: 600), resumeFrom: positions, since: 50)
    #expect(session.read().text == lines(5, from: 10))
  }

  @Test func whatWasEmptiedAfterAllOfItHadBeenReadIsNotMissing() throws {
    for name in ["a", "b"] { scratch.append(name, "") }
    let sources = [scratch("a"), scratch("b")]
    var session = try TailSession(sources)
    var positions = session.read().startPositions
    scratch.append("a", lines(20))
    positions += session.read().batches.flatMap(\.positions)
    scratch.truncate("a")
    _ = session.read()
    scratch.append("b", lines(1))
    positions += session.read().batches.flatMap(\.positions)
    #expect(positions.last(where: { $0.path == scratch("a") })?.offset == lines(20).utf8.count)
    var next = try TailSession(sources, .follow(backfillSeconds: 0), resumeFrom: positions)
    #expect(!next.read().changes.contains(.missed))
  }

  /// What a link meant in between may be in a folder that cannot be read; one from before does not
  /// matter.
  @Test(arguments: [("7", "8", true), ("8", "7", false)])
  func aLinkThatMayHaveMeantOthersInBetweenSaysSo(
    first: String, unreadable: String, mayMiss: Bool
  ) throws {
    for folder in [first, "\(first)/1", "9", "9/1"] { scratch.makeDirectory(folder) }
    scratch.append("\(first)/1/access.log", "1 a\n2 b\n")
    scratch.link("access.log", to: "\(first)/1/access.log")
    let positions = try begun().startPositions
    // It is no folder, so that it cannot be listed.
    scratch.append(unreadable, "")
    scratch.append("9/1/access.log", "3 c\n4 d\n")
    scratch.link("access.log", to: "9/1/access.log")
    let reading = try resumed(positions)
    #expect(reading.text(.live) == "3 c\n4 d\n")
    #expect(reading.changes.contains(.missed) == mayMiss)
  }
}

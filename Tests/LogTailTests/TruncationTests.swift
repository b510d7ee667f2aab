import TestSupport
import Testing

@testable import LogTail

@Suite struct TruncationTests {
  let scratch = ScratchFolder()

  @Test func readsAnEmptiedFileFromItsBeginning() throws {
    scratch.append("access.log", lines(10))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.truncate("access.log")
    scratch.append("access.log", "200 new\n")
    let reading = session.read()
    #expect(reading.changes == [.truncated])
    #expect(reading.text == "200 new\n")
  }

  @Test(arguments: [10, 11, 500])
  func noticesNewContentThatHasOutgrownTheOld(count: Int) throws {
    scratch.append("access.log", lines(10))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.truncate("access.log")
    let text = lines(count, at: 200)
    scratch.append("access.log", text)
    let reading = session.read()
    #expect(reading.changes == [.truncated])
    #expect(reading.text == text)
  }

  @Test func noticesItInAFileThatWasEmptyAtFirst() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    for round in 1...20 {
      let text = lines(round, at: 100 + round)
      scratch.append("access.log", text)
      #expect(session.read().text == text)
      scratch.truncate("access.log")
    }
  }

  @Test func keepsTheUnfinishedLineOfTheOldContent() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    scratch.append("access.log", "1 a\n1 unfin")
    #expect(session.read().text == "1 a\n")
    scratch.truncate("access.log")
    scratch.append("access.log", "2 b\n")
    #expect(session.read().text == "1 unfin\n2 b\n")
  }

  @Test func skipsTheHoleOfAWriterThatDidNotNotice() throws {
    scratch.append("access.log", lines(1000))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.truncate("access.log")
    #expect(session.read().text == "")
    scratch.extend("access.log", to: 3_000_000)
    scratch.append("access.log", "200 behind the hole\n")
    // One NUL may be left of the hole: it tells a line of nothing but NULs from an empty one.
    #expect(session.read().text.drop { $0 == "\u{0}" } == "200 behind the hole\n")
  }

  @Test func doesNotTakeACopyForARotationLater() throws {
    scratch.append("access.log", lines(100))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log.1", lines(100))
    scratch.truncate("access.log")
    scratch.append("access.log", lines(5, at: 200))
    #expect(session.read().text == lines(5, at: 200))
    scratch.rename("access.log", "access.log.0")
    scratch.append("access.log", "300 new\n")
    #expect(session.read().text == "300 new\n")
  }

  /// What was written between the last look and the emptying is in the copy alone.
  @Test(arguments: [nil, "gzip", "zstd"])
  func readsTheRestOfTheOldContentInItsCopy(format: String?) throws {
    scratch.append("access.log", lines(100))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log", lines(30, from: 100))
    try copyAndEmpty(to: "access.log.1")
    if let format { try scratch.compress("access.log.1", format) }
    scratch.append("access.log", lines(200, at: 200))
    let reading = session.read()
    #expect(reading.changes == [.truncated])
    #expect(reading.text == lines(30, from: 100) + lines(200, at: 200))
    // The copy is not read again, whatever it is called later.
    scratch.rename("access.log", "access.log.0")
    scratch.append("access.log", "300 new\n")
    session.wait(.seconds(61))
    #expect(session.read().text == "300 new\n")
    #expect(session.read().text == "")
  }

  @Test func readsTheCopiesOfUnseenContents() throws {
    scratch.append("access.log", lines(100))
    scratch.append("access.log.9", lines(80, at: 9))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log", lines(30, from: 100))
    for round in 1...3 {
      try copyAndEmpty(to: "access.log-2026010\(round)")
      scratch.append("access.log", lines(90, at: 100 + round))
    }
    // One that was made without emptying the log.
    try scratch.copy("access.log", to: "access.log-20260104")
    scratch.append("access.log", lines(7, at: 104))
    let expected =
      lines(30, from: 100) + (1...3).map { lines(90, at: 100 + $0) }.joined() + lines(7, at: 104)
    #expect(session.read().text == expected)
    try copyAndEmpty(to: "access.log-20260104")
    scratch.append("access.log", lines(90, at: 105))
    #expect(session.read().text == lines(90, at: 105))
  }

  @Test func goesOnInTheCopyWithALineThatWasUnderWay() throws {
    scratch.append("access.log", lines(20) + "100 begun")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log", " and ended\n")
    try copyAndEmpty(to: "access.log.1")
    scratch.append("access.log", "200 new\n")
    #expect(session.read().text == "100 begun and ended\n200 new\n")
  }

  /// A copy that somebody made at some time, and one that ends where the log had been read.
  @Test func readsNothingTwiceOfCopiesThatHoldNothingNew() throws {
    scratch.append("access.log", lines(100))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    try scratch.copy("access.log", to: "access.log.bak")
    scratch.append("access.log", lines(30, from: 100))
    #expect(session.read().text == lines(30, from: 100))
    for round in 2...70 {
      try copyAndEmpty(to: "access.log-\(20_260_000 + round)")
      scratch.append("access.log", lines(50, at: 100 * round))
      #expect(session.read().text == lines(50, at: 100 * round))
    }
  }

  /// A pattern matches the copies too, while they are made and later under other names.
  @Test(arguments: [["*.log"], ["a*"], ["access.log", "access.log.1", "access-1.log", "*"]])
  func aCopyThatIsAskedForTooCountsOnce(sources: [String]) throws {
    scratch.append("access.log", lines(100))
    scratch.append("access.log.1", lines(100, at: 9))
    scratch.append("access-1.log", lines(100, at: 8))
    var session = try TailSession(sources.map { scratch($0) })
    _ = session.read()
    for round in 1...9 {
      scratch.append("access.log", lines(30, from: round))
      var text = round % 3 == 0 ? "" : session.read().text
      for name in ["access.log.1", "access-1.log"] {
        scratch.rename(name, name.replacing("1", with: "\(round + 1)"))
        scratch.append(name, "1")
        if round % 3 == 1 { text += session.read().text }
        scratch.delete(name)
        try scratch.copy("access.log", to: name)
        if round % 3 == 1 { text += session.read().text }
      }
      scratch.truncate("access.log")
      scratch.append("access.log", lines(100, at: 100 + round))
      text += session.read().text
      if round % 2 == 0 { session.wait(.seconds(61)) }
      text += session.read().text
      #expect(text == lines(30, from: round) + lines(100, at: 100 + round))
    }
  }

  @Test func aLogThatIsCalledLikeARotatedOneIsRead() throws {
    scratch.append("access.log", lines(100))
    var session = try TailSession([scratch("*.log")])
    _ = session.read()
    scratch.append("access-2.log", "")
    #expect(session.read().text == "")
    scratch.append("access-2.log", "100 other\n")
    #expect(session.read().text == "100 other\n")
    scratch.append("access-2.log", "101 other\n")
    #expect(session.read().text == "101 other\n")
  }

  @Test func aRunThatIsKilledWithinTheCopyIsContinued() throws {
    scratch.append("access.log", lines(100))
    var first = try TailSession([scratch("access.log")])
    let known = first.read().startPositions
    scratch.append("access.log", lines(60_000, from: 100))
    try copyAndEmpty(to: "access.log.1")
    scratch.append("access.log", lines(200, at: 200))
    first.tail.note(.unknown)
    var text = ""
    var positions = known
    while text.isEmpty, case .item(let item) = first.tail.next(at: first.now) {
      guard case .lines(let batch) = item else { continue }
      text += String(decoding: batch.bytes, as: UTF8.self)
      positions += batch.positions
    }
    // Some of the copy, and not all: else this would be another test.
    #expect(!text.isEmpty && text.utf8.count < lines(60_000, from: 100).utf8.count)
    for compressed in [false, true] {
      if compressed { try scratch.compress("access.log.1", "gzip") }
      var second = try TailSession([scratch("access.log")], resumeFrom: positions)
      #expect(text + second.read().text == lines(60_000, from: 100) + lines(200, at: 200))
    }
  }

  private func copyAndEmpty(to name: String) throws {
    try scratch.copy("access.log", to: name)
    scratch.truncate("access.log")
  }

  /// Names may change between the look at a name and the one at its file.
  @Test func whatWasRotatedSinceComesBehindWhatTheEmptiedFileHolds() throws {
    scratch.append("access.log", lines(20))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log-1", lines(20))
    scratch.truncate("access.log")
    scratch.append("access.log", lines(30, from: 20))
    for day in 2...3 {
      scratch.rename("access.log", "access.log-\(day)")
      scratch.append("access.log", lines(5, from: 40 + 5 * day))
    }
    let file = session.tail.paths[0].generations[0]
    let before = file.content
    #expect(try file.look(at: session.now) == .truncated)
    let copies = try session.tail.paths[0].copies(
      of: before, emptied: file, at: session.now, session.tail.registry)
    _ = try file.restart(at: session.now)
    session.tail.paths[0].adopt(
      copies, of: before, emptied: file, in: &session.tail.registry)
    #expect(session.read().text == lines(40, from: 20))
  }
}

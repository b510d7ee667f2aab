import Testing

@testable import LogTail

@Suite struct TruncationTests {
  let scratch = Scratch()

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
    #expect(session.read().text == "200 behind the hole\n")
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
}

import Foundation
import TestSupport
import Testing

@testable import LogTail

@Suite struct RotationTests {
  let scratch = ScratchFolder()

  @Test func readsTheRestOfTheOldFileBeforeTheNew() throws {
    scratch.append("access.log", "1 before\n")
    var session = try TailSession([scratch("access.log")])
    #expect(session.read().text == "")
    scratch.append("access.log", "1 rest\n")
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", "2 new\n")
    let reading = session.read()
    #expect(reading.text == "1 rest\n2 new\n")
    #expect(reading.changes == [.rotated])
  }

  @Test func followsTheWriterInTheOldFileUntilItMovesOn() throws {
    let old = LogWriter(scratch("access.log"))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "access.log.1")
    let new = LogWriter(scratch("access.log"))
    old.write("1 still here\n")
    #expect(session.read().text == "1 still here\n")
    new.write("2 first\n")
    old.write("1 last\n")
    #expect(session.read().text == "1 last\n2 first\n")
    session.wait(.seconds(59))
    old.write("1 straggler\n")
    #expect(session.read().text == "1 straggler\n")
  }

  @Test func findsTheFilesOfSeveralRotationsBetweenTwoLooks() throws {
    scratch.append("access.log", "0 start\n")
    scratch.append("access.log.1", "0 old\n")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    for round in 1...5 {
      scratch.append("access.log", "\(round) line\n")
      for number in stride(from: round + 1, to: 0, by: -1)
      where FileManager.default.fileExists(atPath: scratch("access.log.\(number)")) {
        scratch.rename("access.log.\(number)", "access.log.\(number + 1)")
      }
      scratch.rename("access.log", "access.log.1")
    }
    scratch.append("access.log", "6 line\n")
    #expect(session.read().text == (1...6).map { "\($0) line\n" }.joined())
    #expect(session.read().text == "")
  }

  @Test(arguments: ["access.log-%d", "access-%d.log", "access.log.%d"])
  func findsDatedFiles(pattern: String) throws {
    scratch.append("access.log", "0 start\n")
    var session = try TailSession([scratch("access.log")])
    for day in 1...3 {
      scratch.append("access.log", "\(day) line\n")
      scratch.rename("access.log", String(format: pattern, 20_260_100 + day))
    }
    scratch.append("access.log", "4 line\n")
    #expect(session.read().text == (1...4).map { "\($0) line\n" }.joined())
  }

  @Test func doesNotTakeACopyForARotatedFile() throws {
    let text = lines(20)
    scratch.append("access.log", text)
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log.bak", text)
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", "200 new\n")
    #expect(session.read().text == "200 new\n")
  }

  @Test func waitsForANewFileThatComesLate() throws {
    let old = LogWriter(scratch("access.log"))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "access.log.1")
    old.write("1 on\n")
    let between = session.read()
    #expect(between.changes == [.waiting])
    #expect(between.text == "1 on\n")
    session.wait(.seconds(3600))
    old.write("1 and on\n")
    #expect(session.read().text == "1 and on\n")
    scratch.append("access.log", "2 new\n")
    old.write("1 last\n")
    let after = session.read()
    #expect(after.changes == [.rotated])
    #expect(after.text == "1 last\n2 new\n")
  }

  @Test func givesTheUnfinishedLastLineOfARotatedFile() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    scratch.append("access.log", "1 whole\n1 unfin")
    #expect(session.read().text == "1 whole\n")
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", "2 new\n")
    #expect(session.read().text == "2 new\n")
    scratch.append("access.log.1", "ished")
    #expect(session.read().text == "")
    session.wait(.seconds(61))
    #expect(session.read().text == "1 unfinished\n")
    #expect(session.tail.paths[0].generations.count == 1)
  }

  @Test func readsAFileWhoseInodeWasUsedBefore() throws {
    scratch.append("access.log", "1 line\n")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    for round in 2...40 {
      scratch.rename("access.log", "access.log.1")
      scratch.append("access.log", "\(round) line\n")
      #expect(session.read().text == "\(round) line\n")
      scratch.delete("access.log.1")
      session.wait(.seconds(61))
      #expect(session.read().text == "")
    }
  }

  @Test func keepsFewFilesOpen() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    var text = ""
    for round in 1...200 {
      scratch.append("access.log", "\(round) line\n")
      scratch.rename("access.log", "access.log.\(1000 - round)")
      scratch.append("access.log", "")
      text += session.read().text
      #expect(session.tail.paths[0].generations.count <= 9)
    }
    #expect(text == (1...200).map { "\($0) line\n" }.joined())
  }

  @Test func goesOnWithAFileThatComesBack() throws {
    scratch.append("access.log", "1 one\n")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "elsewhere")
    #expect(session.read().changes == [.waiting])
    scratch.append("elsewhere", "1 two\n")
    scratch.rename("elsewhere", "access.log")
    let reading = session.read()
    #expect(reading.changes == [.resumed])
    #expect(reading.text == "1 two\n")
  }

  @Test func followsALinkThatMovesAndMovesBack() throws {
    scratch.append("a", "1 a\n")
    scratch.append("b", "2 b\n")
    scratch.link("access.log", to: "a")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("a", "1 more of a\n")
    scratch.link("access.log", to: "b")
    #expect(session.read().text == "1 more of a\n2 b\n")
    scratch.append("a", "3 again a\n")
    scratch.link("access.log", to: "a")
    #expect(session.read().text == "3 again a\n")
    session.wait(.seconds(61))
    #expect(session.read().text == "")
    scratch.append("b", "4 again b\n")
    scratch.link("access.log", to: "b")
    #expect(session.read().text == "4 again b\n")
  }

  @Test func followsADirectoryThatIsReplaced() throws {
    scratch.makeDirectory("logs")
    scratch.append("logs/access.log", "1 one\n")
    var session = try TailSession([scratch("logs/access.log")])
    _ = session.read()
    scratch.append("logs/access.log", "1 rest\n")
    scratch.rename("logs", "logs.old")
    scratch.makeDirectory("logs")
    #expect(session.read().text == "1 rest\n")
    scratch.append("logs/access.log", "2 new\n")
    #expect(session.read().text == "2 new\n")
  }
}

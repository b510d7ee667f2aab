import Feed
import Foundation
import System
import TestSupport
import Testing

@testable import LogTail

/// The user that this thread alone reads files as; `setfsuid(2)`, which the module of the C library
/// leaves out.
@_silgen_name("setfsuid") @discardableResult
private func setfsuid(_ user: UInt32) -> Int32

/// What names mean, and what is said when they mean nothing that can be read.
@Suite struct SourceTests {
  let scratch = ScratchFolder()

  @Test func waitsForAFileThatDoesNotExist() throws {
    var session = try TailSession([scratch("access.log")], .follow(backfillSeconds: 600))
    let first = session.read()
    #expect(first.modified == .some(nil))
    #expect(first.changes == [.waiting])
    #expect(session.read().changes == [])
    scratch.append("access.log", "1 first\n")
    let reading = session.read()
    #expect(reading.changes == [.opened])
    #expect(reading.text(.live) == "1 first\n")
  }

  @Test func waitsForTheDirectoryOfAFile() throws {
    var session = try TailSession([scratch("logs/access.log")])
    #expect(session.read().changes == [.waiting])
    scratch.makeDirectory("logs")
    scratch.append("logs/access.log", "1 first\n")
    #expect(session.read().text == "1 first\n")
  }

  @Test func picksUpNewMatchesOfAPattern() throws {
    scratch.append("a.log", "1 old\n")
    scratch.append("c.txt", "")
    scratch.append("d.log.gz", "")
    scratch.makeDirectory("e.log")
    var session = try TailSession([scratch("*.log")])
    #expect(session.read().changes == [.opened])
    scratch.append("a.log", "2 a\n")
    scratch.append("b.log", "3 b\n")
    scratch.append("c.txt", "4 c\n")
    let reading = session.read()
    #expect(reading.text == "2 a\n3 b\n")
    #expect(reading.changes == [.opened])
  }

  @Test func aPatternMayMatchNothingYet() throws {
    var session = try TailSession([scratch("*.log")])
    #expect(session.read().changes == [.waiting])
    scratch.append("a.log", "1 a\n")
    #expect(session.read().text == "1 a\n")
  }

  @Test func letsGoOfAMatchThatIsGoneForGood() throws {
    scratch.append("a.log", "")
    scratch.append("b.log", "")
    var session = try TailSession([scratch("*.log")])
    _ = session.read()
    scratch.append("a.log", "1 last\n")
    scratch.delete("a.log")
    #expect(session.read().text == "1 last\n")
    session.wait(.seconds(61))
    _ = session.read()
    #expect(session.tail.paths.map(\.path) == [scratch("b.log")])
  }

  @Test func aRotatedFileThatMatchesThePatternCountsOnce() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("*.log")])
    var text = ""
    for day in 1...30 {
      scratch.append("access.log", "\(day) line\n")
      if day % 2 == 0 { text += session.read().text }
      scratch.rename("access.log", "access-\(20_260_100 + day).log")
      scratch.append("access.log", "\(day) new\n")
      text += session.read().text
      session.wait(.seconds(45))
    }
    session.wait(.seconds(120))
    text += session.read().text
    text += session.read().text
    #expect(text == (1...30).map { "\($0) line\n\($0) new\n" }.joined())
  }

  @Test func twoNamesOfOneFileCountOnce() throws {
    scratch.append("a", "1 old\n")
    scratch.link("b", to: "a")
    var session = try TailSession(
      [scratch("b"), scratch("a"), scratch("./a")], .follow(backfillSeconds: 600))
    #expect(session.read().text == "1 old\n")
    scratch.append("a", "2 new\n")
    #expect(session.read().text == "2 new\n")
    scratch.delete("b")
    scratch.append("b", "3 its own\n")
    scratch.append("a", "4 a\n")
    #expect(session.read().text.split(separator: "\n").sorted() == ["3 its own", "4 a"])
    session.wait(.seconds(61))
    #expect(session.read().text == "")
    scratch.append("a", "5 a\n")
    #expect(session.read().text == "5 a\n")
  }

  @Test func saysWhenADirectoryTakesThePlaceOfTheFile() throws {
    let writer = LogWriter(scratch("access.log"))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "access.log.1")
    scratch.makeDirectory("access.log")
    writer.write("1 still\n")
    let reading = session.read()
    #expect(reading.changes == [.failed(.system(.isDirectory))])
    #expect(reading.text == "1 still\n")
    #expect(session.read().changes == [])
    scratch.rename("access.log", "directory")
    scratch.append("access.log", "2 new\n")
    let after = session.read()
    #expect(after.changes == [.rotated])
    #expect(after.text == "2 new\n")
  }

  // The rights of this thread alone are lowered, as the tests may be run by root.
  @Test(.enabled(if: getuid() == 0))
  func permissionMayBeTakenAndGivenBack() throws {
    scratch.append("access.log", "1 old\n")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "access.log.1")
    scratch.append("access.log", "2 new\n")
    unsafe chmod(scratch("access.log"), 0)
    setfsuid(65_534)
    defer { setfsuid(0) }
    #expect(session.read().changes == [.failed(.system(SystemError(code: EACCES)))])
    #expect(
      throws: FollowError.unreadable(path: scratch("access.log"), reason: .init(code: EACCES))
    ) {
      try TailSession([scratch("access.log")])
    }
    setfsuid(0)
    unsafe chmod(scratch("access.log"), 0o644)
    setfsuid(65_534)
    let reading = session.read()
    #expect(reading.changes == [.rotated])
    #expect(reading.text == "2 new\n")
  }

  // The system answers this one with an error, and says that it is 4096 bytes long.
  static let unreadable = "/sys/class/net/lo/duplex"

  @Test(.enabled(if: FileManager.default.fileExists(atPath: unreadable)))
  func saysWhenReadingFailsAndWhenItWorksAgain() throws {
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.link("access.log", to: "../../../../../.." + Self.unreadable)
    let reading = session.read()
    #expect(reading.changes.first == .opened)
    #expect(reading.changes.count == 2)
    if case .failed = reading.changes.last {} else { Issue.record("\(reading.changes)") }
    #expect(session.read().changes == [])
    scratch.delete("access.log")
    scratch.append("access.log", "1 fine\n")
    let after = session.read()
    #expect(after.changes == [.rotated])
    #expect(after.text == "1 fine\n")
  }

  @Test func aFifoIsReadAgainByItsNextWriter() throws {
    #expect(unsafe mkfifo(scratch("fifo"), 0o644) == 0)
    var session = try TailSession([scratch("fifo")])
    #expect(session.read().changes == [.opened])
    for round in 1...3 {
      do {
        let writer = LogWriter(scratch("fifo"))
        writer.write("\(round) line\n\(round) unfin")
        #expect(session.read().text == "\(round) line\n")
        #expect(session.read().changes == [])
      }
      let end = session.readUntilEnded()
      #expect(end.text == "\(round) unfin\n")
      #expect(end.changes == [.ended])
    }
  }

  @Test func aFileGivenAsADescriptorIsReadToItsEnd() throws {
    scratch.append("a", "1 a\n2 b")
    let descriptor = unsafe open(scratch("a"), O_RDONLY)
    var session = try TailSession(["/dev/fd/\(descriptor)"], .replay)
    close(descriptor)
    let reading = session.readNoted()
    #expect(reading.text == "1 a\n2 b\n")
    #expect(reading.changes == [.opened, .ended])
    #expect(session.tail.next(at: session.now) == .finished)
  }

  @Test func aLineThatComesInPiecesWaitsForItsEnd() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    for piece in ["1 GE", "T /", "x"] {
      scratch.append("access.log", piece)
      #expect(session.read().text == "")
      session.wait(.seconds(300))
    }
    scratch.append("access.log", " end\n2 n")
    #expect(session.read().text == "1 GET /x end\n")
  }

  @Test func whatSeveralLogsReceivedInAPauseIsMergedByTime() throws {
    scratch.append("a", "")
    scratch.append("b", "")
    var session = try TailSession([scratch("a"), scratch("b")])
    _ = session.read()
    scratch.append("a", "10 a\n30 a\n")
    scratch.append("b", "20 b\n40 b\n")
    scratch.rename("a", "a.1")
    scratch.append("a", "35 a\n50 a\n")
    #expect(session.read().text == "10 a\n20 b\n30 a\n35 a\n40 b\n50 a\n")
  }
}

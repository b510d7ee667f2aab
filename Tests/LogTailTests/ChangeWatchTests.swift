import TestSupport
import Testing

@testable import LogTail

/// Notices of the system alone, without the poll that backs them up.
@Suite struct ChangeWatchTests {
  let scratch = ScratchFolder()

  private func watchedSession() throws -> TailSession {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")], watch: ChangeWatch())
    _ = session.read()
    return session
  }

  private func readWhatIsNoticed(_ session: inout TailSession) -> Reading {
    session.tail.note(session.tail.watch.takeChanges())
    return session.readNoted()
  }

  @Test func growthIsNoticed() throws {
    var session = try watchedSession()
    #expect(session.tail.pollInterval == .seconds(1))
    for round in 1...3 {
      scratch.append("access.log", "\(round) line\n")
      #expect(readWhatIsNoticed(&session).text == "\(round) line\n")
    }
  }

  @Test func rotationIsNoticed() throws {
    var session = try watchedSession()
    let writer = LogWriter(scratch("access.log"))
    scratch.rename("access.log", "access.log.1")
    #expect(readWhatIsNoticed(&session).changes == [.waiting])
    writer.write("1 old\n")
    #expect(readWhatIsNoticed(&session).text == "1 old\n")
    scratch.append("access.log", "2 new\n")
    let reading = readWhatIsNoticed(&session)
    #expect(reading.changes == [.rotated])
    #expect(reading.text == "2 new\n")
    scratch.append("access.log", "3 newer\n")
    #expect(readWhatIsNoticed(&session).text == "3 newer\n")
  }

  @Test func truncationIsNoticed() throws {
    var session = try watchedSession()
    scratch.append("access.log", "1 line\n")
    _ = readWhatIsNoticed(&session)
    scratch.truncate("access.log")
    #expect(readWhatIsNoticed(&session).changes == [.truncated])
  }

  @Test func aQuietLogIsLeftAlone() throws {
    var session = try watchedSession()
    scratch.append("other.log", "")
    scratch.append("access.log", "1 line\n")
    _ = readWhatIsNoticed(&session)
    scratch.append("other.log", "1 line\n")
    #expect(session.tail.watch.takeChanges() == .seen([]))
  }

  @Test func withoutNoticesTheFilesArePolledMoreOften() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")], watch: ChangeWatch(isEnabled: false))
    _ = session.read()
    #expect(session.tail.pollInterval == .milliseconds(250))
    scratch.append("access.log", "1 line\n")
    #expect(readWhatIsNoticed(&session).text == "")
    #expect(session.read().text == "1 line\n")
  }
}

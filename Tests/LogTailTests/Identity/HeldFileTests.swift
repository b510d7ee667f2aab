import TestSupport
import Testing

@testable import LogTail

/// How long a rotated file is kept open.
@Suite struct HeldFileTests {
  let scratch = ScratchFolder()

  @Test func aFileThatItsWriterHoldsIsReadHoweverQuietItWas() throws {
    let server = LogWriter(scratch("access.log"))
    server.write(lines(5))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(session.read().text == lines(5, at: 200))
    for round in 1...5 {
      session.wait(.seconds(61))
      #expect(session.read().text == "")
      session.wait(.seconds(600))
      server.write("300 late \(round)\n")
      #expect(session.read().text == "300 late \(round)\n")
    }
    #expect(session.tail.paths[0].generations.count == 2)
  }

  @Test func aFileThatNoProcessHoldsIsClosed() throws {
    try scratch.append(lines(5), to: "access.log")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(session.read().text == lines(5, at: 200))
    session.wait(.seconds(59))
    _ = session.read()
    #expect(session.tail.paths[0].generations.count == 2)
    session.wait(.seconds(2))
    _ = session.read()
    #expect(session.tail.paths[0].generations.count == 1)
  }
}

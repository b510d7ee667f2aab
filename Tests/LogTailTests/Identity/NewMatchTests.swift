import TestSupport
import Testing

@testable import LogTail

/// What comes to match a pattern, and is rotated before it is looked at.
@Suite struct NewMatchTests {
  let scratch = ScratchFolder()

  @Test(arguments: [0, 1])
  func aMatchThatIsRotatedAtOnceLosesNothing(others: Int) throws {
    for number in 0..<others { try scratch.append("", to: "other\(number).log") }
    var session = try TailSession([scratch("*.log")])
    _ = session.read()
    try scratch.append(lines(5), to: "new.log")
    scratch.rename("new.log", "new.log.1")
    try scratch.append(lines(5, from: 5), to: "new.log")
    #expect(session.read().text == lines(10))
    #expect(session.read().text == "")
  }

  @Test func whatWasThereBeforeIsOld() throws {
    try scratch.append(lines(5, at: 9), to: "new.log.1")
    try scratch.append(lines(5, at: 9), to: "new.log-20200708")
    var session = try TailSession([scratch("*.log")])
    _ = session.read()
    scratch.rename("new.log.1", "new.log.2")
    try scratch.append(lines(5), to: "new.log")
    #expect(session.read().text == lines(5))
  }
}

import System
import TestSupport
import Testing

@testable import LogTail

/// The same log under another inode: read on from where it was.
@Suite struct MovedLogTests {
  let scratch = ScratchFolder()

  @Test(arguments: Onlooker.Way.allCases)
  func aCopyThatGrowsIsReadOnHoweverOftenItIsSynced(way: Onlooker.Way) throws {
    try scratch.append(lines(32), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    for round in 0..<4 {
      try scratch.replace("access.log", lines(32 + 5 * (round + 1)))
      let reading = try onlooker.look()
      #expect(reading.text(.live) == lines(5, from: 32 + 5 * round))
      #expect(!reading.changes.contains(.missed) && !reading.changes.contains(.rotated))
    }
    #expect(onlooker.session.tail.paths[0].generations.count <= 2)
  }

  @Test(arguments: Onlooker.Way.allCases)
  func aLogThatIsRestoredAfterItWasGoneIsReadOn(way: Onlooker.Way) throws {
    try scratch.append(lines(32), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    scratch.delete("access.log")
    #expect(try onlooker.read() == "")
    try scratch.append(lines(40), to: "access.log")
    #expect(try onlooker.read() == lines(8, from: 32))
  }

  /// Of which all inodes and times are others.
  @Test func aFolderThatIsMovedToAnotherDiskIsReadOn() throws {
    for number in [3, 2, 1] {
      try scratch.append(lines(10, from: 10 * (3 - number)), to: "access.log")
      if number == 3 { continue }
      scratch.rename("access.log", "access.log.\(number)")
    }
    try scratch.write(lines(10, from: 20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .resuming)
    scratch.rename("access.log.1", "access.log.2")
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(10, from: 30), to: "access.log")
    #expect(try onlooker.read() == lines(10, from: 30))
    for name in ["access.log.2", "access.log.1", "access.log"] {
      try scratch.replace(name, scratch.read(name))
    }
    try scratch.append(lines(5, from: 40), to: "access.log")
    let reading = try onlooker.look()
    #expect(reading.text(.live) == lines(5, from: 40))
    #expect(!reading.changes.contains(.missed))
  }

  @Test func anotherNumberOfTheDeviceChangesNothing() throws {
    try scratch.append(lines(32), to: "access.log")
    var session = try TailSession([scratch("access.log")])
    var positions = session.read().startPositions
    for index in positions.indices { positions[index].identity.device += 1 }
    try scratch.append(lines(3, from: 32), to: "access.log")
    var next = try TailSession([scratch("access.log")], resumeFrom: positions)
    let reading = next.read()
    #expect(reading.text == lines(3, from: 32))
    #expect(reading.changes == [.resumed])
  }

  /// `sed -i` while the server keeps writing to what is no longer there.
  @Test func whatIsWrittenToTheFileBeforeCountsToo() throws {
    let server = LogWriter(scratch("access.log"))
    server.write(lines(10))
    var onlooker = try Onlooker([scratch("access.log")], .following)
    server.write(lines(5, from: 10))
    try scratch.replace("access.log", lines(15))
    server.write(lines(5, from: 15))
    // What only the file before holds comes first.
    #expect(try onlooker.read() == lines(5, from: 15) + lines(5, from: 10))
    server.write(lines(5, from: 20))
    #expect(try onlooker.read() == lines(5, from: 20))
  }

  @Test(arguments: Onlooker.Way.allCases)
  func aFileThatBeginsOtherwiseIsNew(way: Onlooker.Way) throws {
    try scratch.append(lines(32), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    let other = lines(31) + lines(9, at: 200)
    try scratch.replace("access.log", other)
    #expect(try onlooker.read() == other)
  }

  /// Lines that are all equal are in every log of a load test.
  @Test(arguments: Onlooker.Way.allCases)
  func equalLinesAreNoProofOfACopy(way: Onlooker.Way) throws {
    let probe = String(repeating: "100 probe\n", count: 20)
    try scratch.append(probe, to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    try scratch.replace("access.log", probe + probe)
    #expect(try onlooker.read() == probe + probe)
  }

  @Test(arguments: Onlooker.Way.allCases)
  func aRotationIsOneWhateverTheBeginningsSay(way: Onlooker.Way) throws {
    try scratch.append(lines(32), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(40), to: "access.log")
    #expect(try onlooker.read() == lines(40))
  }

  /// A copy of a line that was under way is read in the copy.
  @Test(arguments: Onlooker.Way.allCases)
  func aLineUnderWayIsReadOnce(way: Onlooker.Way) throws {
    try scratch.append(lines(10) + "100 beg", to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    try scratch.replace("access.log", lines(10) + "100 begun\n")
    #expect(try onlooker.read() == "100 begun\n")
    onlooker.wait(.seconds(120))
    #expect(try onlooker.read() == "")
  }
}

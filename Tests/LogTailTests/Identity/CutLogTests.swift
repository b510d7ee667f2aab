import Foundation
import TestSupport
import Testing

@testable import LogTail

/// A log of which only a part is left, or was changed, in the same file.
@Suite struct CutLogTests {
  let scratch = ScratchFolder()

  private func cut(_ name: String, to size: Int) {
    precondition(unsafe Foundation.truncate(scratch(name), size) == 0)
  }

  private func overwrite(_ name: String, at place: Int, _ text: String) throws {
    let file = try FileHandle(forUpdating: URL(filePath: scratch(name)))
    try file.seek(toOffset: UInt64(place))
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  @Test(arguments: Onlooker.Way.allCases, [16, 20, 50, 99])
  func whatIsLeftIsNotCountedAgain(way: Onlooker.Way, left: Int) throws {
    try scratch.append(lines(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    cut("access.log", to: lines(left).utf8.count)
    let reading = try onlooker.look()
    #expect(reading.text(.live) == "")
    #expect(reading.changes.contains(.missed))
    if way == .following { #expect(reading.changes == [.truncated, .missed]) }
    onlooker.wait(.seconds(2))
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 200))
    try scratch.append(lines(5, at: 201), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 201))
  }

  @Test(arguments: Onlooker.Way.allCases)
  func aByteOfTheFirstLineMayChange(way: Onlooker.Way) throws {
    try scratch.append(lines(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    try overwrite("access.log", at: 4, "L")
    #expect(try onlooker.read() == "")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 200))
  }

  /// How much of what is there came after the cut cannot be known.
  @Test(arguments: Onlooker.Way.allCases, [0, 5, 50])
  func whatCameBetweenACutAndALookIsSaidToBeMissed(way: Onlooker.Way, written: Int) throws {
    try scratch.append(lines(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    cut("access.log", to: lines(20).utf8.count)
    try scratch.append(lines(written, at: 200), to: "access.log")
    let reading = try onlooker.look()
    #expect(reading.text(.live) == "")
    #expect(reading.changes.contains(.missed))
    onlooker.wait(.seconds(2))
    try scratch.append(lines(5, at: 300), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 300))
  }

  /// Logs that all begin with the same comments have only these in common.
  @Test func equalCommentsAreNoProofOfACut() throws {
    let head = "#Version: 1.0\n#Fields: a b c d e f g\n#Software: a server of some name\n"
    try scratch.append(head + lines(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .resuming)
    scratch.truncate("access.log")
    try scratch.append(head + lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == head + lines(5, at: 200))
  }

  /// `cp` empties the file first.
  @Test func aCopyThatIsWrittenOverTheFileIsReadOn() throws {
    try scratch.append(lines(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .following)
    cut("access.log", to: 0)
    #expect(try onlooker.read() == "")
    for count in [3, 40, 99] {
      cut("access.log", to: 0)
      try scratch.append(lines(count), to: "access.log")
      #expect(try onlooker.read() == "")
      onlooker.wait(.seconds(1))
    }
    cut("access.log", to: 0)
    try scratch.append(lines(105), to: "access.log")
    #expect(try onlooker.read() == lines(5, from: 100))
  }

  /// Where it was cut cannot be known once it has outgrown what it was.
  @Test(arguments: Onlooker.Way.allCases)
  func whatWasWrittenOverIsSaidToBeMissed(way: Onlooker.Way) throws {
    try scratch.append(lines(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    cut("access.log", to: lines(99).utf8.count)
    try scratch.append(lines(50, at: 200), to: "access.log")
    let reading = try onlooker.look()
    #expect(reading.text(.live).utf8.count <= lines(49, at: 200).utf8.count)
    #expect(reading.changes.contains(.missed))
  }

  /// It is no log that was emptied: its first lines were read.
  @Test(arguments: Onlooker.Way.allCases, [(60, 50), (60, 30), (300, 100)])
  func whatIsLeftIsNotCountedAgainWhereOtherLinesFollowIt(
    way: Onlooker.Way, counts: (read: Int, written: Int)
  ) throws {
    try scratch.append(lines(counts.read), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    cut("access.log", to: lines(20).utf8.count)
    try scratch.append(lines(counts.written, at: 200), to: "access.log")
    let reading = try onlooker.look()
    #expect(!reading.text(.live).contains("100 line"))
    #expect(reading.changes.contains(.missed))
    onlooker.wait(.seconds(2))
    try scratch.append(lines(5, at: 300), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 300))
  }

  @Test(arguments: Onlooker.Way.allCases)
  func aLogThatIsEmptiedAndBeginsWithAnEqualLineIsRead(way: Onlooker.Way) throws {
    try scratch.append("100 the same probe\n" + lines(20), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    scratch.truncate("access.log")
    #expect(try onlooker.read() == "")
    let next = "100 the same probe\n" + lines(5, at: 200)
    try scratch.append(next, to: "access.log")
    #expect(try onlooker.read() == next)
  }
}

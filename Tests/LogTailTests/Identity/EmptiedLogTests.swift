import TestSupport
import Testing

@testable import LogTail

/// Logs that are copied and emptied (`copytruncate`), and what else happens between two looks.
@Suite struct EmptiedLogTests {
  let scratch = ScratchFolder()

  private func copyAndEmpty(to name: String) throws {
    try scratch.copy("access.log", to: name)
    scratch.truncate("access.log")
  }

  /// The copy does not count as a file that the name meant in between.
  @Test(arguments: Onlooker.Way.allCases, ["*.log", "access.log"])
  func aLogThatIsEmptiedAndRenamedIsReadInItsCopyFirst(
    way: Onlooker.Way, source: String
  ) throws {
    try scratch.append(lines(50), to: "access.log")
    var onlooker = try Onlooker([scratch(source)], way)
    for round in 0..<3 {
      let time = 200 + 10 * round
      try scratch.append(lines(5, at: time), to: "access.log")
      try copyAndEmpty(to: "access-\(20_260_001 + 2 * round).log")
      try scratch.append(lines(20, at: time + 1), to: "access.log")
      scratch.rename("access.log", "access-\(20_260_002 + 2 * round).log")
      try scratch.append(lines(9, at: time + 2), to: "access.log")
      let reading = try onlooker.look()
      #expect(
        reading.text(.live) == lines(5, at: time) + lines(20, at: time + 1) + lines(9, at: time + 2)
      )
      #expect(!reading.changes.contains(.missed))
    }
    onlooker.wait(.seconds(120))
    #expect(try onlooker.read() == "")
  }

  /// A writer that does not notice keeps its place, behind a hole; so does its copy.
  @Test func aCopyThatBeginsWithAHoleIsNoLogInBetween() throws {
    let tail = " of a request that is long enough to tell one log from another\n"
    func long(_ time: Int) -> String { lines(20, at: time).replacing("\n", with: tail) }
    try scratch.append(long(100), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .following)
    for round in 0..<2 {
      let size = try scratch.read("access.log").utf8.count
      try copyAndEmpty(to: "access.log-\(20_260_001 + round)")
      scratch.extend("access.log", to: size)
      try scratch.append(long(200 + round), to: "access.log")
      if round == 1 {
        scratch.rename("access.log", "access.log-20260009")
        try scratch.append(long(300), to: "access.log")
      }
      let read = try onlooker.read().replacing("\0", with: "")
      #expect(read == long(200 + round) + (round == 1 ? long(300) : ""))
    }
  }

  /// `cp` writes over the copy that it made the time before, which may still be open.
  @Test(arguments: Onlooker.Way.allCases)
  func aCopyThatIsWrittenOverTheOneBeforeIsReadOn(way: Onlooker.Way) throws {
    try scratch.append(lines(50), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], way)
    for round in 0..<4 {
      let time = 200 + 10 * round
      try scratch.append(lines(5, at: time), to: "access.log")
      try scratch.write(scratch.read("access.log"), to: "access.log.1")
      // Sometimes the copy is seen before the log is emptied.
      let first = round % 2 == 0 ? try onlooker.read() : ""
      scratch.truncate("access.log")
      try scratch.append(lines(9, at: time + 1), to: "access.log")
      #expect(try first + onlooker.read() == lines(5, at: time) + lines(9, at: time + 1))
    }
    try scratch.append(lines(9, at: 300), to: "access.log")
    #expect(try onlooker.read() == lines(9, at: 300))
  }

  @Test func whatAServerWritesToARotatedFileThatWasEmptiedCounts() throws {
    try scratch.append(lines(50), to: "access.log")
    var onlooker = try Onlooker([scratch("access.log")], .following)
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(5, at: 200), to: "access.log")
    #expect(try onlooker.read() == lines(5, at: 200))
    scratch.truncate("access.log.1")
    #expect(try onlooker.read() == "")
    try scratch.append(lines(9, at: 201), to: "access.log.1")
    #expect(try onlooker.read() == lines(9, at: 201))
    try scratch.append(lines(9, at: 202), to: "access.log.1")
    #expect(try onlooker.read() == lines(9, at: 202))
  }
}

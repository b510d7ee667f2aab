import Foundation
import LogTail
import TestSupport
import Testing

@testable import Remote

struct FarLogTests {
  private let folder = ScratchFolder()
  private var log: String { folder("access.log") }

  private func append(_ text: String, to name: String = "access.log") throws {
    try folder.append(text, to: name)
  }

  private func move(_ from: String, _ to: String) throws {
    try FileManager.default.moveItem(atPath: folder(from), toPath: folder(to))
  }

  @Test func whatIsWrittenIsGivenOnceByWholeLines() throws {
    var session = FarSession(log)
    try session.settle()
    #expect(session.events == ["waiting"] && session.hasCaughtUp)
    try append("1 a\n2 b\n3")
    try session.settle()
    #expect(session.text == "1 a\n2 b\n")
    try append(" c\n")
    try session.settle()
    try session.settle()
    #expect(session.text == "1 a\n2 b\n3 c\n" && session.events == ["waiting", "opened"])
  }

  @Test func anyBytesAndNamesAreRead() throws {
    let name = "it's \"a\" $(log) `x` *.log"
    try append("1 \u{1B}[2J\0\r\nTOKEN E 1 2\n", to: name)
    var session = FarSession(folder(name))
    try session.settle()
    #expect(session.text == "1 \u{1B}[2J\0\r\nTOKEN E 1 2\n")
  }

  @Test func aRotationIsReadToItsEndAlsoWhatComesAfterIt() throws {
    try append("1\n")
    var session = FarSession(log)
    try session.settle()
    try append("2\n")
    try move("access.log", "access.log.1")
    try append("3\n")
    // The server has not been told yet.
    try append("2b\n", to: "access.log.1")
    try session.settle()
    #expect(session.text == "1\n2\n2b\n3\n")
    try append("2c\n", to: "access.log.1")
    try append("4\n")
    try session.settle()
    #expect(session.text == "1\n2\n2b\n3\n2c\n4\n" && session.events == ["opened", "rotated"])
  }

  @Test func rotationsWhileTheConnectionIsBrokenLoseNothing() throws {
    try append("1\n")
    var session = FarSession(log)
    try session.settle()
    session.disconnect()
    for number in 2...4 {
      try append("\(number)\n")
      if number > 2 { try? move("access.log.1", "access.log.2") }
      if number == 4 { break }
      try move("access.log", "access.log.1")
      // Their times tell which is newer.
      try FileManager.default.setAttributes(
        [.modificationDate: Date.now - Double(100 - number)], ofItemAtPath: folder("access.log.1"))
    }
    try session.settle()
    try session.settle()
    #expect(session.text == "1\n2\n3\n4\n", "\(session.events)")
  }

  @Test func whatWasCompressedMeanwhileIsUnpackedThere() throws {
    try append("1 one\n")
    var session = FarSession(log)
    try session.settle()
    session.disconnect()
    try append("2 two\n")
    try move("access.log", "access.log.1")
    let gzip = try PipedProcess([folder("access.log.1")], program: "/usr/bin/gzip")
    #expect(gzip.waitForExit() == 0)
    try append("3 three\n")
    try session.settle()
    try session.settle()
    #expect(session.text == "1 one\n2 two\n3 three\n", "\(session.events)")
  }

  @Test func aCopyHoldsWhatWasCutOffTheLog() throws {
    try append("1 one\n")
    var session = FarSession(log)
    try session.settle()
    try append("2 two\n")
    try FileManager.default.copyItem(atPath: log, toPath: folder("access.log.1"))
    let handle = try #require(FileHandle(forWritingAtPath: log))
    try handle.truncate(atOffset: 0)
    try append("3 three\n")
    try session.settle()
    try session.settle()
    #expect(session.text == "1 one\n2 two\n3 three\n" && session.events == ["opened", "truncated"])
    // Emptied, and longer again before it is looked at.
    try handle.truncate(atOffset: 0)
    try append("4 four, and more than there was\n5\n")
    try session.settle()
    #expect(session.text.hasSuffix("3 three\n4 four, and more than there was\n5\n"))
  }

  @Test func aCopyThatTakesThePlaceOfTheLastOneIsReadToo() throws {
    try append("1 one\n")
    var session = FarSession(log)
    try session.settle()
    var number = 1
    for _ in 0..<3 {
      number += 1
      try append("\(number) more\n")
      // The same file, with new content: its number stays.
      try folder.read("access.log").write(
        toFile: folder("access.log.1"), atomically: false, encoding: .utf8)
      try #require(FileHandle(forWritingAtPath: log)).truncate(atOffset: 0)
      // Of another length: one that is as long as what was read is not seen to be another.
      try append("\(number) " + String(repeating: "x", count: number * 5) + "\n")
      try session.settle()
      try session.settle()
    }
    #expect(
      session.text
        == "1 one\n2 more\n2 xxxxxxxxxx\n3 more\n3 xxxxxxxxxxxxxxx\n4 more\n4 xxxxxxxxxxxxxxxxxxxx\n",
      "\(session.events)")
  }

  @Test func aFileThatGetsTheNumberOfARemovedOneIsAnotherOne() throws {
    let known = {
      var known = FarKnown()
      known.replace(by: [
        FarEntry(inode: 1, size: 10, suffix: ""), FarEntry(inode: 2, size: 20, suffix: ".1"),
        FarEntry(inode: 3, size: 30, suffix: ".2"),
      ]) { _ in false }
      return known
    }()
    #expect(!known.contains(FarEntry(inode: 1, size: 10, suffix: ".1")))
    // The newest one may still have been written to.
    #expect(known.contains(FarEntry(inode: 2, size: 21, suffix: ".2")))
    #expect(!known.contains(FarEntry(inode: 2, size: 19, suffix: ".1")))
    #expect(known.contains(FarEntry(inode: 3, size: 30, suffix: ".3")))
    #expect(!known.contains(FarEntry(inode: 3, size: 31, suffix: ".1")))
  }

  @Test func onlyTheLastMinutesAreContext() throws {
    // 40 bytes a line, 400 KB: a search has to be made.
    let text = (0..<10_000).map { "\(1_000_000 + $0) \(String(repeating: "x", count: 31))\n" }
    try append(text.joined())
    var session = FarSession(log, .follow(backfillSeconds: 600), seconds: 600)
    try session.settle()
    #expect(session.hasCaughtUp && session.lines.isEmpty)
    let first = String(decoding: session.context.prefix { $0 != 32 }, as: UTF8.self)
    let time = try #require(Int(first))
    // What is read before is less than the precision of the search.
    #expect(time <= 1_009_399 && time > 1_009_399 - FarSearch.precision / 39)
    #expect(session.context.elementsEqual(text[(time - 1_000_000)...].joined().utf8))
    try append("1010000 new\n")
    try session.settle()
    #expect(session.text == "1010000 new\n")
  }

  @Test func aServerThatIsReachedLateGivesWhatWasWrittenSinceTheStart() throws {
    try append("1 old\n2 old\n")
    var session = FarSession(log, .follow(backfillSeconds: 600), seconds: 600)
    session.log.giveUpContext(wall: Int(Date.now.timeIntervalSince1970))
    let now = Int(Date.now.timeIntervalSince1970) + 5
    try append("\(now) new\nno time\n")
    try session.settle()
    #expect(session.text == "\(now) new\nno time\n" && session.context.isEmpty)
  }

  @Test func anotherRunReadsOnWhereTheLastOneWas() throws {
    try append("1 a\n2 b\n3")
    var first = FarSession(log)
    try first.settle()
    try append(" c\n4 d\n")
    try move("access.log", "access.log.1")
    try append("5 e\n")
    var second = FarSession(log, .follow(backfillSeconds: 600), positions: first.positions)
    try second.settle()
    try second.settle()
    #expect(second.text == "3 c\n4 d\n5 e\n" && second.hasCaughtUp, "\(second.events)")
    // Nothing happened since.
    var third = FarSession(log, .follow(backfillSeconds: 600), positions: second.positions)
    try third.settle()
    #expect(third.text == "")
    try append("6 f\n")
    try third.settle()
    #expect(third.text == "6 f\n")
  }

  @Test func aLineWithoutEndTakesBoundedMemory() throws {
    try append("1 a\n")
    var session = FarSession(log)
    try session.settle()
    let piece = String(repeating: "x", count: 1 << 20)
    for _ in 0..<3 {
      try append(piece)
      try session.settle()
    }
    try append("\n2 b\n")
    try session.settle()
    #expect(session.lines.count < 80_000 && session.text.hasSuffix("\n2 b\n"))
  }

  /// Writes, rotates in all ways and breaks the connection at seeded moments, also between a question and
  /// its answer; each line must be given once, in order.
  @Test(arguments: 1...12)
  func nothingIsLostOrDoubledWhateverHappens(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var session = FarSession(log)
    var written = 0
    func write(_ count: Int) throws {
      var text = ""
      for _ in 0..<count {
        written += 1
        text += "\(written) line\n"
      }
      try append(text)
    }
    try write(3)
    try session.settle()
    for step in 0..<25 {
      switch random.number(0...7) {
      case 0, 1: try session.settle()
      case 2: try session.settle(questions: random.number(1...3))
      case 3: session.disconnect()
      case 4:
        for number in (1...8).reversed() {
          try? move("access.log.\(number)", "access.log.\(number + 1)")
        }
        try FileManager.default.setAttributes(
          [.modificationDate: Date.now - Double(1_000 - step)], ofItemAtPath: log)
        try move("access.log", "access.log.1")
        try write(random.number(1...3))
      case 5:
        // A line that is under way.
        written += 1
        try append("\(written) ")
        try session.settle()
        try append("line\n")
      default: try write(random.number(1...200))
      }
    }
    try session.settle()
    try session.settle()
    #expect(session.text == (1...written).map { "\($0) line\n" }.joined(), "\(session.events)")
    #expect(!session.events.contains("missed"))
  }

  /// Keeps so few rotated files that the number of a removed one is given to the next log, twice within
  /// one outage.
  @Test(arguments: [1, 2, 3, 5, 8, 10])
  func twoRotationsInOneOutageLoseNothing(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    var session = FarSession(log)
    var written = 0
    func write(_ count: Int) throws {
      let numbers = written + 1...written + count
      written += count
      try append(numbers.map { "\($0) line\n" }.joined())
    }
    try write(3)
    try session.settle()
    for step in 0..<12 {
      try write(random.number(1...50))
      if random.number(0...3) > 0 { try session.settle() }
      session.disconnect()
      for rotation in 0..<random.number(0...2) {
        try write(random.number(1...50))
        for number in (1...3).reversed() {
          try? FileManager.default.removeItem(atPath: folder("access.log.\(number + 1)"))
          try? move("access.log.\(number)", "access.log.\(number + 1)")
        }
        try? FileManager.default.removeItem(atPath: folder("access.log.4"))
        try FileManager.default.setAttributes(
          [.modificationDate: Date.now - Double(1_000 - 10 * step - rotation)],
          ofItemAtPath: log)
        try move("access.log", "access.log.1")
        try write(random.number(1...50))
      }
      // Files are listed once a round, and of those whose numbers were given away in between not all
      // are found in one.
      for _ in 0..<3 { try session.settle() }
      // The next rotations may remove what has been read by now.
      session.now += .seconds(70)
      try session.settle()
    }
    let lines = session.text.split(separator: "\n").compactMap { Int($0.prefix { $0 != " " }) }
    let wanted = Array(1...written)
    let counts = lines.sorted().difference(from: wanted).map { change in
      switch change {
      case .insert(_, let line, _): "+\(line)"
      case .remove(_, let line, _): "-\(line)"
      }
    }
    #expect(counts == [])
    #expect(!session.events.contains("missed"))
  }

  /// Keeps one or two rotated files, so that lines go away unread: then that is said, and no line is given
  /// twice.
  @Test(arguments: [1, 2, 3, 4, 85, 105, 133, 266])
  func whatIsRemovedUnreadIsSaid(seed: Int) throws {
    var random = SeededRandom(seed: UInt64(seed))
    let kept = random.number(1...2)
    var session = FarSession(log)
    var written = 0
    func write(_ count: Int) throws {
      guard count > 0 else { return }
      let numbers = written + 1...written + count
      written += count
      try append(numbers.map { "\($0) line\n" }.joined())
    }
    var lost: Set<Int> = []
    try write(3)
    try session.settle()
    for step in 0..<12 {
      let said = session.events.count
      try write(random.number(0...50))
      if random.number(0...3) > 0 { try session.settle() }
      session.disconnect()
      for rotation in 0..<random.number(0...3) {
        try write(random.number(0...50))
        try? FileManager.default.removeItem(atPath: folder("access.log.\(kept)"))
        for number in (1...2).reversed() where number < kept {
          try? move("access.log.\(number)", "access.log.\(number + 1)")
        }
        guard FileManager.default.fileExists(atPath: log) else { continue }
        try FileManager.default.setAttributes(
          [.modificationDate: Date.now - Double(1_000 - 10 * step - rotation)],
          ofItemAtPath: log)
        try move("access.log", "access.log.1")
        if random.number(0...1) == 0 { try write(random.number(1...50)) }
      }
      for _ in 0..<3 { try session.settle() }
      let lines = session.text.split(separator: "\n").compactMap { Int($0.prefix { $0 != " " }) }
      #expect(Set(lines).count == lines.count, "doubled; \(session.events)")
      let missing = Set(1...written).subtracting(lines).subtracting(lost)
      #expect(
        missing.isEmpty || session.events[said...].contains("missed"),
        "step \(step) kept \(kept): \(missing.count) \(session.events[said...])")
      lost.formUnion(missing)
    }
  }
}

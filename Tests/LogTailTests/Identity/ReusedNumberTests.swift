import System
import TestSupport
import Testing

@testable import LogTail

/// A file that was deleted leaves its number to one that is made later: of this log, or of another.
@Suite struct ReusedNumberTests {
  let scratch = ScratchFolder()

  /// What a run leaves that read ten lines of `log` in `folder`, which were compressed after three
  /// more, and replaced; the number is given to the file called `other`.
  private func positions(of log: String, in folder: String, number other: String) throws
    -> [FilePosition]
  {
    try scratch.append(lines(10), to: "\(folder)/access.log")
    var session = try TailSession([scratch(log)])
    var positions = session.read().startPositions
    try scratch.write(Compressing.gzip(lines(13)), to: "\(folder)/access.log.1.gz")
    scratch.touch("\(folder)/access.log.1.gz", at: 1_000)
    scratch.delete("\(folder)/access.log")
    try scratch.append(lines(5, from: 13), to: "\(folder)/access.log")
    for index in positions.indices {
      positions[index].identity = try FileStatus.of(scratch(other)).identity
    }
    return positions
  }

  /// The folders of several logs differ in a number, as the targets of a link may.
  @Test func aFileInAFolderOfAnotherLogIsNotRead() throws {
    for number in 1...3 { scratch.makeDirectory("site-\(number)") }
    for number in 1...2 { try scratch.append(lines(7, at: 300), to: "site-\(number)/access.log") }
    scratch.link("site", to: "site-3")
    let positions = try positions(
      of: "site/access.log", in: "site-3", number: "site-1/access.log")
    var next = try TailSession([scratch("site/access.log")], resumeFrom: positions)
    let reading = next.read()
    #expect(reading.text == lines(8, from: 10))
    #expect(reading.changes == [.resumed])
  }

  @Test func aRotatedFileOfAnotherLogInAFolderBelowIsNotRead() throws {
    scratch.makeDirectory("site")
    scratch.makeDirectory("site/old")
    for number in 1...2 {
      try scratch.append(lines(7, at: 300), to: "site/old/access.log.\(number)")
    }
    let positions = try positions(
      of: "site/access.log", in: "site", number: "site/old/access.log.2")
    var next = try TailSession([scratch("site/access.log")], resumeFrom: positions)
    let reading = next.read()
    #expect(reading.text == lines(8, from: 10))
    #expect(reading.changes == [.resumed])
  }

  /// A link is switched to the file of the next day, which is named by another number.
  @Test func theFilesThatALinkMeantSinceAreReadAllTheSame() throws {
    try scratch.append(lines(10), to: "access-1.log")
    scratch.link("access.log", to: "access-1.log")
    var session = try TailSession([scratch("access.log")])
    let positions = session.read().startPositions
    try scratch.append(lines(2, from: 10), to: "access-1.log")
    for number in 2...3 {
      try scratch.append(lines(5, from: 2 + 5 * number), to: "access-\(number).log")
    }
    scratch.link("access.log", to: "access-3.log")
    var next = try TailSession([scratch("access.log")], resumeFrom: positions)
    #expect(next.read().text == lines(12, from: 10))
  }

  /// A log can be rotated several times within one tick of the clock of files.
  @Test(arguments: [-1, 0, 1])
  func aFileOfTheSameTickWithTheNumberOfAnOlderOneIsRead(seconds: Int) throws {
    try scratch.append(lines(7, at: 300), to: "access.log-1")
    try scratch.append(lines(10), to: "access.log")
    scratch.touch("access.log", at: 1_000)
    var onlooker = try Onlooker([scratch("access.log")], .following)
    scratch.rename("access.log", "access.log-2")
    // An overwritten and renamed file stands for one that got a deleted file's inode.
    try scratch.write(lines(5, from: 10), to: "access.log-1")
    scratch.rename("access.log-1", "access.log-3")
    scratch.touch("access.log-3", at: 1_000 + seconds)
    try scratch.append(lines(5, from: 15), to: "access.log")
    let isLater = seconds >= 0
    #expect(try onlooker.read() == lines(isLater ? 10 : 5, from: isLater ? 10 : 15))
  }

  /// What is compressed next may be given the number of what was compressed before.
  @Test func aCopyWithTheNumberOfAFileThatIsGoneIsKnownToTheNextRun() throws {
    try scratch.append(lines(10), to: "access.log")
    var session = try TailSession([scratch("access.log")])
    var positions = session.read().startPositions
    scratch.rename("access.log", "access.log.1")
    try scratch.append(lines(10, from: 10), to: "access.log")
    positions += session.read().batches.flatMap(\.positions)
    scratch.delete("access.log.1")
    scratch.delete("access.log")
    try scratch.write(Compressing.gzip(lines(10)), to: "access.log.2.gz")
    try scratch.write(Compressing.gzip(lines(10, from: 10)), to: "access.log.1.gz")
    try scratch.append(lines(5, from: 20), to: "access.log")
    let older = try FileStatus.of(scratch("access.log.2.gz")).identity
    let first = positions[0].identity
    for index in positions.indices {
      positions[index].identity =
        positions[index].identity == first
        ? FileIdentity(device: first.device, inode: .max) : older
    }
    var next = try TailSession([scratch("access.log")], resumeFrom: positions)
    let reading = next.read()
    #expect(reading.text == lines(5, from: 20))
    let told = reading.batches.flatMap(\.positions).filter { $0.identity == older }
    let last = try #require(told.last)
    #expect(!last.isForgotten && last.offset == lines(10).utf8.count)
  }

  /// While a run starts, the log may be compressed and its number be given to the next one: then
  /// nothing in the names that were read before tells that they have changed.
  @Test func namesThatWereReadBeforeTheNumberWasUsedAgainAreReadAgain() throws {
    scratch.makeDirectory("logs")
    try scratch.append(lines(10), to: "logs/access.log")
    var session = try TailSession([scratch("logs/access.log")])
    let positions = session.read().startPositions
    let folders = Folders()
    var path = FollowedPath(path: scratch("logs/access.log"), origin: .named, folders: folders)
    try scratch.write(Compressing.gzip(lines(13)), to: "logs/access.log-20260101.gz")
    scratch.truncate("logs/access.log")
    try scratch.append(lines(5, at: 200), to: "logs/access.log")
    scratch.touch("logs", at: 1_000)
    var registry = FileRegistry(remembering: positions)
    let resumption = try path.resume(positions, savedAt: nil, at: .now, in: &registry)
    #expect(resumption?.isIncomplete == false)
    #expect(path.generations.map(\.offset) == [lines(10).utf8.count, 0])
  }
}

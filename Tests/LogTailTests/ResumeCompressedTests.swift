import Feed
import TestSupport
import Testing

@testable import LogTail

/// Logs that were rotated and compressed between two runs.
@Suite struct ResumeCompressedTests {
  let scratch = ScratchFolder()

  /// What the run before has read, and the positions it left.
  private func begun(with text: String = lines(40)) throws -> [FilePosition] {
    scratch.append("access.log", text)
    var session = try TailSession([scratch("access.log")])
    return session.read().startPositions
  }

  private func resumed(
    _ positions: [FilePosition], since second: Int? = nil
  ) throws -> Reading {
    var session = try TailSession(
      [scratch("access.log")], .follow(backfillSeconds: 600), resumeFrom: positions,
      since: second)
    return session.read()
  }

  private func writeCompressed(_ name: String, _ text: String) throws {
    try scratch.write(name, Compressing.data(text, name.hasSuffix(".zst") ? "zstd" : "gzip"))
  }

  @Test(arguments: [
    "access.log.1.gz", "access.log-20200708.gz", "access-20200708.log.gz", "access.log.1.zst",
    "access.log-20200708.zst", "access.log.gz",
  ])
  func theRestIsReadWhereItWasCompressed(name: String) throws {
    let positions = try begun()
    scratch.delete("access.log")
    try writeCompressed(name, lines(100))
    scratch.append("access.log", lines(5, at: 200, from: 100))
    let reading = try resumed(positions)
    #expect(reading.text(.live) == lines(60, from: 40) + lines(5, at: 200, from: 100))
    #expect(reading.changes == [.resumed])
    #expect(reading.text(.backfill) == "")
  }

  @Test func whatWasRotatedLaterComesInItsOrder() throws {
    scratch.append("access.log.7", "0 old\n")
    try writeCompressed("access.log.6.gz", "1 older\n")
    let positions = try begun()
    scratch.delete("access.log")
    try writeCompressed("access.log.3.gz", lines(41))
    try writeCompressed("access.log.2.zst", lines(3, at: 200, from: 41))
    scratch.append("access.log.1", lines(3, at: 300, from: 44))
    scratch.append("access.log", lines(3, at: 400, from: 47))
    #expect(
      try resumed(positions).text(.live)
        == lines(1, from: 40) + lines(3, at: 200, from: 41) + lines(3, at: 300, from: 44)
        + lines(3, at: 400, from: 47))
  }

  @Test func aCopyBesideThePlainFileIsNotReadAgain() throws {
    let positions = try begun()
    scratch.append("access.log", lines(5, from: 40))
    scratch.rename("access.log", "access.log.2")
    try writeCompressed("access.log.2.gz", lines(45))
    scratch.append("access.log.1", lines(5, at: 200, from: 45))
    try writeCompressed("access.log.1.gz", lines(5, at: 200, from: 45))
    scratch.append("access.log", "300 z\n")
    #expect(
      try resumed(positions).text(.live)
        == lines(5, from: 40) + lines(5, at: 200, from: 45) + "300 z\n")
  }

  /// The next run begins in the middle of the compressed file, or behind it.
  @Test func eachBatchOfACompressedFileSaysHowFarItGoes() throws {
    let positions = try begun()
    scratch.delete("access.log")
    let text = lines(100_000)
    try writeCompressed("access.log.1.gz", text)
    scratch.append("access.log", "200 z\n")
    let whole = text.dropFirst(lines(40).count) + "200 z\n"
    let first = try resumed(positions)
    #expect(first.text(.live) == whole)
    #expect(first.batches.count > 3)
    var latest = positions
    var read = 0
    for batch in first.batches {
      read += batch.bytes.count
      latest.removeAll { old in batch.positions.contains { $0.identity == old.identity } }
      latest += batch.positions
      #expect(try resumed(latest).text(.live) == whole.dropFirst(read))
    }
  }

  /// Its end says how long the last member is.
  @Test func aMemberAsLongAsWhatWasReadIsRead() throws {
    let positions = try begun()
    scratch.delete("access.log")
    let members = [lines(40), lines(40, at: 200)]
    #expect(members[0].utf8.count == members[1].utf8.count)
    try scratch.write("access.log.1.gz", members.flatMap { Compressing.gzip($0) })
    scratch.append("access.log", "300 z\n")
    #expect(try resumed(positions).text(.live) == lines(40, at: 200) + "300 z\n")
  }

  @Test func theCopyOfAFileThatWasThenEmptiedIsReadOn() throws {
    let positions = try begun()
    try writeCompressed("access.log.1.gz", lines(45))
    scratch.truncate("access.log")
    scratch.append("access.log", "200 z\n")
    #expect(try resumed(positions).text(.live) == lines(5, from: 40) + "200 z\n")
  }

  @Test func aFileWithoutALineThenIsReadWhereItWasCompressed() throws {
    try writeCompressed("access.log.1.gz", lines(5, at: 50))
    let positions = try begun(with: "")
    scratch.delete("access.log")
    scratch.rename("access.log.1.gz", "access.log.2.gz")
    scratch.touch("access.log.2.gz", at: 50)
    try writeCompressed("access.log.1.gz", lines(5))
    scratch.touch("access.log.1.gz", at: 100)
    scratch.append("access.log", "200 z\n")
    #expect(try resumed(positions, since: 90).text(.live) == lines(5) + "200 z\n")
  }

  @Test func theLastLineOfACompressedFileNeedsNoEnd() throws {
    let positions = try begun()
    scratch.delete("access.log")
    try writeCompressed("access.log.1.gz", lines(41) + "150 unfinished")
    #expect(try resumed(positions).text(.live) == lines(1, from: 40) + "150 unfinished\n")
  }

  @Test(arguments: ["", "access.log.1.gz", "access.log.1.xz"])
  func whatIsNowhereToBeFoundIsSaid(name: String) throws {
    let positions = try begun()
    scratch.delete("access.log")
    if name.hasSuffix(".gz") { try writeCompressed(name, lines(40, at: 300)) }
    if name.hasSuffix(".xz") { try scratch.write(name, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 1, 2]) }
    scratch.append("access.log", "400 z\n")
    let reading = try resumed(positions)
    #expect(reading.text(.live) == "400 z\n")
    #expect(reading.changes == [.resumed, .missed])
  }

  @Test func whatCannotBeDecodedToItsEndIsSaid() throws {
    let positions = try begun()
    scratch.delete("access.log")
    let data = Compressing.gzip((0..<60_000).map { "\(100 + $0) line \($0 * 7919)\n" }.joined())
    try scratch.write("access.log.1.gz", Compressing.gzip(lines(40)) + data.prefix(data.count / 2))
    var session = try TailSession(
      [scratch("access.log")], .follow(backfillSeconds: 600), resumeFrom: positions)
    let reading = session.read()
    #expect(reading.text(.live).hasPrefix("100 line 0\n"))
    #expect(reading.changes.contains(.failed(.cutOff(.gzip))))
    // It is not decoded again at every look.
    #expect(session.tail.paths[0].generations.isEmpty)
    #expect(session.read().changes.isEmpty)
  }
}

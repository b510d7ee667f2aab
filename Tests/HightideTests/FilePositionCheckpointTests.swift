import AccessLog
import LogTail
import Pipeline
import System
import TallyCodec
import TestSupport
import Testing
import Traffic

@testable import hightide

/// How far a file was read, as a state keeps it.
@Suite struct FilePositionCheckpointTests {
  @Test func aPositionComesBack() throws {
    var content = ReadContent(beginning: Fingerprint(length: 1_024, hash: 7), length: 70_000)
    content.hasDistinctLines = true
    content.lastLine = Fingerprint(length: 80, hash: 9)
    for rung in 0..<7 { content.rungs[rung] = UInt64(rung) + 1 }
    let position = FilePosition(
      path: "/var/log/access.log", identity: FileIdentity(device: 3, inode: 4), content: content)
    #expect(try FilePosition(SourceCheckpoint(position)) == position)
    var later = position
    var memory = SourceMemory()
    unsafe memory.learn(Array("#Fields: time c-ip\n".utf8).span.bytes)
    later.memory = memory
    #expect(try FilePosition(SourceCheckpoint(later)) == later)
    let checkpoint = SourceCheckpoint(later)
    #expect(throws: RecordError.self) {
      try FilePosition(
        SourceCheckpoint(
          source: checkpoint.source, part: checkpoint.part,
          place: checkpoint.place.dropLast(9) + [0]))
    }
  }

  /// What the first version wrote: a fingerprint of the beginning, and how far the file was read.
  @Test func aPositionOfTheFirstVersionIsRead() throws {
    var part = RecordWriter()
    part.word(3)
    part.word(4)
    var place = RecordWriter()
    place.count(1_024)
    place.word(7)
    place.count(70_000)
    let checkpoint = SourceCheckpoint(
      source: Array("log".utf8), part: part.bytes, place: place.bytes)
    let position = try FilePosition(checkpoint)
    #expect(position.identity == FileIdentity(device: 3, inode: 4))
    #expect(position.offset == 70_000)
    #expect(position.fingerprint == Fingerprint(length: 1_024, hash: 7))
    #expect(position.content.lastLine.length == 0)
    #expect(throws: RecordError.self) {
      try FilePosition(
        SourceCheckpoint(
          source: checkpoint.source, part: checkpoint.part, place: checkpoint.place + [1]))
    }
  }
}

import Feed
import Foundation
import Synchronization
import System
import TestSupport
import Testing

@testable import LogTail

/// The reading thread, with real writers.
@Suite struct LogFollowerTests {
  let scratch = ScratchFolder()

  private func follow(
    _ sources: [String], _ mode: TailConfiguration.Mode = .follow(backfillSeconds: 0)
  ) throws -> LogFollower {
    try LogFollower(
      TailConfiguration(sources: sources, mode: mode, knowledge: testKnowledge))
  }

  /// Takes items until `count` lines have come, then ends it.
  private func lines(_ count: Int, of follower: LogFollower) async -> [String] {
    var bytes: [UInt8] = []
    var newlines = 0
    for await item in follower {
      guard case .lines(let batch) = item else { continue }
      bytes += batch.bytes
      newlines += batch.bytes.count { $0 == newline }
      if newlines >= count { follower.stop() }
    }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  @Test(.timeLimit(.minutes(10)))
  func replaysMoreThanItsQueueHolds() async throws {
    let text = LogTailTests.lines(300_000)
    scratch.append("access.log", text)
    var bytes: [UInt8] = []
    for await item in try follow([scratch("access.log")], .replay) {
      if case .lines(let batch) = item { bytes += batch.bytes }
    }
    let isComplete = bytes == Array(text.utf8)
    #expect(isComplete)
  }

  @Test(.timeLimit(.minutes(10)), arguments: [TailConfiguration.Mode.replay, .fromStart])
  func finishingGivesWhatWasReadAndNoMore(mode: TailConfiguration.Mode) async throws {
    let text = LogTailTests.lines(1_000_000)
    scratch.append("access.log", text)
    let follower = try LogFollower(
      TailConfiguration(
        sources: [scratch("access.log")], mode: mode, knowledge: testKnowledge,
        finishPatience: mode == .replay ? .seconds(60) : .zero))
    var bytes: [UInt8] = []
    for await item in follower {
      guard case .lines(let batch) = item else { continue }
      if bytes.isEmpty { follower.finish() }
      bytes += batch.bytes
    }
    // The one that was taken, those in the queue, and one that was being read.
    #expect(bytes.count < 7 << 19)
    let isBeginning = Array(text.utf8.prefix(bytes.count)) == bytes
    #expect(isBeginning && bytes.last == newline)
  }

  @Test(.timeLimit(.minutes(10)))
  func finishingAReplayDoesNotWaitForAStream() async throws {
    let path = scratch("pipe")
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let writer = LogWriter(path, flags: O_RDWR)
    writer.write("1 a\n2 b")
    let follower = try follow([path], .replay)
    var text = ""
    for await item in follower {
      guard case .lines(let batch) = item else { continue }
      text += String(decoding: batch.bytes, as: UTF8.self)
      follower.finish()
    }
    #expect(text == "1 a\n")
  }

  @Test(.timeLimit(.minutes(10)))
  func progressEndsWithTheWhole() async throws {
    scratch.append("access.log", LogTailTests.lines(200_000))
    let follower = try follow([scratch("access.log")], .replay)
    let total = try #require(follower.progress.totalBytes)
    for await _ in follower {}
    #expect(follower.progress.doneBytes == total)
    #expect(follower.progress.share == 1)
    #expect(follower.progress.isOver)
  }

  @Test(.timeLimit(.minutes(10)))
  func losesNothingToRotationsUnderAWriterThatNeverPauses() async throws {
    let path = scratch("access.log")
    let scratch = scratch
    scratch.append("access.log", "")
    let follower = try follow([path])
    let count = 100_000
    let writing = Task.detached {
      var random = SeededRandom(seed: 7)
      var writer = LogWriter(path)
      var rotation = 0
      for number in 0..<count {
        writer.write("100 \(number)\n")
        guard Int.random(in: 0..<250, using: &random) == 0 else { continue }
        rotation += 1
        scratch.rename("access.log", "access.log-\(10_000_000 + rotation)")
        // A server keeps writing to the old file until it is told.
        for late in 0..<Int.random(in: 0..<5, using: &random) { writer.write("100 late \(late)\n") }
        writer = LogWriter(path)
      }
      return rotation
    }
    var seen = 0
    var expected = 0
    var isInOrder = true
    for await item in follower {
      guard case .lines(let batch) = item else { continue }
      for line in String(decoding: batch.bytes, as: UTF8.self).split(separator: "\n") {
        guard let number = Int(line.dropFirst(4)) else { continue }
        isInOrder = isInOrder && number == expected
        expected = number + 1
        seen += 1
      }
      if seen >= count { follower.stop() }
    }
    #expect(seen == count)
    #expect(isInOrder)
    #expect(await writing.value > 200)
  }

  /// What is emptied before it is read is lost to anyone, so the writer empties what was read.
  @Test(.timeLimit(.minutes(10)))
  func losesNothingToTruncations() async throws {
    let path = scratch("access.log")
    scratch.append("access.log", "")
    let follower = try follow([path])
    var random = SeededRandom(seed: 3)
    let writer = LogWriter(path)
    var due = 0
    var seen = 0
    var truncations = 0
    for await item in follower {
      if case .source(let event) = item, event.change == .truncated { truncations += 1 }
      if case .lines(let batch) = item { seen += batch.bytes.count { $0 == newline } }
      guard seen == due, item != .source(SourceEvent(source: SourceName(path), change: .truncated))
      else {
        continue
      }
      guard due < 20_000 else { break }
      scratch.truncate("access.log")
      let count = Int.random(in: 1..<200, using: &random)
      writer.write(LogTailTests.lines(count, at: 100, from: due))
      due += count
    }
    #expect(seen == due)
    #expect(truncations > 150)
  }

  @Test(.timeLimit(.minutes(10)))
  func aStoppedFollowerEndsItsSequence() async throws {
    scratch.append("access.log", "")
    let follower = try follow([scratch("access.log")])
    let reading = Task { await lines(1, of: follower) }
    follower.stop()
    #expect(await reading.value.isEmpty)
  }

  @Test(.timeLimit(.minutes(10)))
  func aCancelledTaskEndsTheReading() async throws {
    scratch.append("access.log", "")
    let follower = try follow([scratch("access.log")])
    let reading = Task { await lines(1, of: follower) }
    reading.cancel()
    #expect(await reading.value.isEmpty)
  }

  @Test(.timeLimit(.minutes(10)), arguments: [TailConfiguration.Mode.replay, .fromStart])
  func nothingIsGivenBehindAStop(mode: TailConfiguration.Mode) async throws {
    scratch.append("access.log", LogTailTests.lines(100_000))
    let follower = try follow([scratch("access.log")], mode)
    var batches = 0
    for await case .lines in follower {
      batches += 1
      follower.stop()
    }
    #expect(batches == 1)
  }

  @Test(.timeLimit(.minutes(10)), arguments: [TailConfiguration.Mode.replay, .fromStart])
  func nothingIsGivenToACancelledTask(mode: TailConfiguration.Mode) async throws {
    scratch.append("access.log", LogTailTests.lines(100_000))
    let follower = try follow([scratch("access.log")], mode)
    let reading = Task {
      while !Task.isCancelled { await Task.yield() }
      return await lines(1, of: follower)
    }
    reading.cancel()
    #expect(await reading.value.isEmpty)
  }

  /// A replay of files that are there needs no thread: nothing is waited for.
  @Test func aReplayOfFilesOnThisMachineIsReadByTheTask() throws {
    let path = scratch("access.log")
    scratch.append("access.log", LogTailTests.lines(10))
    #expect(unsafe mkfifo(scratch("pipe"), 0o600) == 0)
    let writer = LogWriter(scratch("pipe"), flags: O_RDWR)
    let isLocal = FileSystem.isLocal(device: try FileStatus.of(path).identity.device)
    #expect(try TailSession([path], .replay).tail.canBeReadInATask == isLocal)
    #expect(try TailSession([path], .fromStart).tail.canBeReadInATask == false)
    #expect(try TailSession([path], .follow(backfillSeconds: 60)).tail.canBeReadInATask == false)
    #expect(try TailSession([path, scratch("pipe")], .replay).tail.canBeReadInATask == false)
    _ = writer
  }

  @Test(.timeLimit(.minutes(10)))
  func finishesWithWhatTheFileHoldsThen() async throws {
    scratch.append("access.log", "")
    let follower = try follow([scratch("access.log")])
    scratch.append("access.log", LogTailTests.lines(50_000))
    follower.finish()
    var bytes: [UInt8] = []
    for await case .lines(let batch) in follower { bytes += batch.bytes }
    let isComplete = bytes == Array(LogTailTests.lines(50_000).utf8)
    #expect(isComplete)
  }

  @Test(.timeLimit(.minutes(10)))
  func readsAPipeUntilItsWritersAreGone() async throws {
    let ends = try Spawn.pipe()
    let text = LogTailTests.lines(50_000) + "unfinished"
    let writing = Task.detached {
      let handle = FileHandle(fileDescriptor: ends.writing, closeOnDealloc: true)
      try handle.write(contentsOf: Data(text.utf8))
      try handle.close()
    }
    let follower = try follow(["/dev/fd/\(ends.reading)"])
    close(ends.reading)
    var bytes: [UInt8] = []
    var changes: [SourceEvent.Change] = []
    for await item in follower {
      switch item {
      case .lines(let batch): bytes += batch.bytes
      case .source(let event):
        changes.append(event.change)
        if event.change == .ended { follower.stop() }
      case .caughtUp, .earlier, .earlierEnds, .tallies: break
      }
    }
    try await writing.value
    #expect(changes == [.opened, .ended])
    let isComplete = bytes == Array((text + "\n").utf8)
    #expect(isComplete)
  }
}

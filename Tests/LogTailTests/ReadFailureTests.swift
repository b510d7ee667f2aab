import Feed
import Foundation
import System
import TestSupport
import Testing

@testable import LogTail

/// Files that cannot be read for a while, as on a disk that fails.
@Suite struct ReadFailureTests {
  let scratch = ScratchFolder()

  private func followed() throws -> TailSession {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    return session
  }

  @Test func whatWasRotatedIsReadLaterHoweverOftenThatWas() throws {
    var session = try followed()
    for day in 1...20 {
      scratch.append("access.log", lines(5, from: 5 * day))
      scratch.rename("access.log", "access.log-\(10 + day)")
    }
    scratch.append("access.log", "")
    try session.lookWithoutReading()
    for day in 1...20 { try session.deny("access.log-\(10 + day)", in: scratch) }
    #expect(session.readNoted().text == "")
    session.wait(.seconds(3_600))
    #expect(session.read().text == "")
    for day in 1...20 { try session.allow("access.log-\(10 + day)", in: scratch) }
    #expect(session.read().text == lines(100, from: 5))
  }

  @Test(arguments: ["gzip", "zstd"])
  func whatWasCompressedIsReadLater(format: String) throws {
    var session = try followed()
    scratch.rename("access.log", "access.log.2")
    let name = format == "zstd" ? "access.log.1.zst" : "access.log.1.gz"
    try scratch.write(name, Compressing.data(lines(100), format))
    scratch.append("access.log", lines(5, from: 100))
    try session.lookWithoutReading()
    try session.deny(name, in: scratch)
    let reading = session.readNoted()
    #expect(reading.text == lines(5, from: 100))
    #expect(reading.changes.count == 1)
    try session.allow(name, in: scratch)
    let next = session.read()
    #expect(next.text == lines(100))
    #expect(session.read().text == "")
  }
}

extension ReadFailureTests {
  /// Follows a log that was copied with 20 lines unread, emptied, and written again.
  private func followingWhatWasEmptied(andHolds count: Int) throws -> TailSession {
    scratch.append("access.log", lines(20))
    var session = try TailSession([scratch("access.log")])
    _ = session.read()
    scratch.append("access.log", lines(20, from: 20))
    try scratch.copy("access.log", to: "access.log.2")
    scratch.truncate("access.log")
    scratch.append("access.log", lines(count, from: 40))
    return session
  }

  @Test func whatWasCopiedBeforeALogWasEmptiedIsReadLater() throws {
    var session = try followingWhatWasEmptied(andHolds: 3)
    try session.deny("access.log", in: scratch)
    let reading = session.read()
    #expect(reading.text == "" && reading.changes.count == 1)
    #expect(session.read().text == "")
    try session.allow("access.log", in: scratch)
    let next = session.read()
    #expect(next.text == lines(23, from: 20))
    #expect(next.changes == [.truncated, .resumed])
  }

  @Test(arguments: [3, 60])
  func whatFailsBesideALogThatWasEmptiedIsSaidUntilItIsOver(count: Int) throws {
    var session = try followingWhatWasEmptied(andHolds: count)
    // A file whose beginning cannot be read.
    try FileManager.default.createSymbolicLink(
      atPath: scratch("access.log.1"), withDestinationPath: "/proc/self/mem")
    let reading = session.read()
    #expect(reading.text == "" && reading.changes == [.failed(.system(SystemError(code: EIO)))])
    #expect(session.read().items.isEmpty)
    try FileManager.default.removeItem(atPath: scratch("access.log.1"))
    let next = session.read()
    #expect(next.text == lines(20 + count, from: 20))
    #expect(next.changes == [.truncated, .resumed])
  }

  @Test func aCopyThatAPatternMatchesIsNoLogOfItsOwn() throws {
    scratch.append("access.log", "")
    var session = try TailSession([scratch("*.log")])
    _ = session.read()
    scratch.append("access.log", lines(20))
    try scratch.copy("access.log", to: "access-1.log")
    try session.deny("access.log", in: scratch)
    #expect(session.read().text == "")
    try session.allow("access.log", in: scratch)
    let reading = session.read()
    #expect(reading.text == lines(20))
    #expect(reading.changes.filter { $0 == .resumed }.count == 2)
    scratch.truncate("access.log")
    #expect(session.read().text == "")
  }
}

extension TailSession {
  /// Looks at all files, and opens what there is.
  mutating func lookWithoutReading() throws {
    tail.note(.unknown)
    guard case .item(.source) = tail.next(at: now) else { throw NothingFound() }
  }

  /// Has reads of a file that is open fail, until they are allowed.
  func deny(_ name: String, in scratch: ScratchFolder) throws {
    try reopen(name, in: scratch, O_WRONLY)
  }

  func allow(_ name: String, in scratch: ScratchFolder) throws {
    try reopen(name, in: scratch, O_RDONLY)
  }

  private func reopen(_ name: String, in scratch: ScratchFolder, _ flags: Int32) throws {
    let path = scratch(name)
    let identity = try FileStatus.of(path).identity
    let generations = tail.paths.flatMap(\.generations) + tail.retiring
    guard let generation = generations.first(where: { $0.identity == identity }) else {
      throw NothingFound()
    }
    let descriptor = unsafe open(path, flags | O_CLOEXEC)
    defer { close(descriptor) }
    guard dup2(descriptor, generation.descriptor.number) >= 0 else { throw NothingFound() }
  }
}

private struct NothingFound: Error {}

import Feed
import Foundation
import TestSupport
import Testing

@testable import LogTail

/// What is compressed and comes through a pipe.
@Suite struct CompressedStreamTests {
  private let pipe = TestPipe()

  private func session(_ mode: TailConfiguration.Mode = .fromStart) throws -> TailSession {
    try TailSession([pipe.path], mode)
  }

  @Test(arguments: ["gzip", "zstd"])
  func isDecodedWhateverTheReading(format: String) throws {
    for mode in [TailConfiguration.Mode.replay, .fromStart] {
      let pipe = TestPipe()
      pipe.write(Compressing.data("1 a\n2 b\n3 without its end", format))
      var session = try TailSession([pipe.path], mode)
      pipe.closeWriter()
      let reading = session.readUntilEnded()
      #expect(reading.text == "1 a\n2 b\n3 without its end\n")
      #expect(reading.changes == [.opened, .ended])
    }
  }

  @Test(arguments: ["gzip", "zstd"])
  func lineIsThereWithTheLastByteOfItsMember(format: String) throws {
    var session = try session()
    _ = session.readNoted()
    for line in ["1 a\n", "2 b\n"] {
      let bytes = Compressing.data(line, format)
      var text = ""
      for byte in bytes {
        #expect(text.isEmpty || text == line)
        pipe.write([byte])
        text += session.read().text
      }
      #expect(text == line)
    }
    pipe.closeWriter()
    #expect(session.readUntilEnded().changes == [.ended])
  }

  @Test func lineIsThereAsSoonAsItsWriterFlushes() throws {
    var session = try session()
    _ = session.readNoted()
    // `Z_SYNC_FLUSH`: the member continues.
    let flushed: [UInt8] = [
      0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0, 4, 0, 0xFB, 0xFF, 0x31, 0x20, 0x61, 0x0A,
    ]
    pipe.write(flushed)
    #expect(session.read().text == "1 a\n")
    pipe.write([0, 4, 0, 0xFB, 0xFF, 0x32, 0x20, 0x62, 0x0A])
    #expect(session.read().text == "2 b\n")
  }

  @Test(arguments: ["P", "PK", "B", "BZh91", "(", "^*M"])
  func textThatBeginsLikeASignatureWaitsForNothing(beginning: String) throws {
    var session = try session()
    _ = session.readNoted()
    for byte in beginning.utf8 {
      pipe.write([byte])
      #expect(session.read().items.isEmpty)
    }
    pipe.write(Array(" x\n".utf8))
    #expect(session.read().text == "\(beginning) x\n")
    // What comes later is no beginning.
    pipe.write([0x1F, 0x8B, 0x0A])
    #expect(session.read().batches.map(\.bytes) == [[0x1F, 0x8B, 0x0A]])
  }

  @Test func textMayEndWhereASignatureWouldGoOn() throws {
    pipe.write(Array("PK".utf8))
    var session = try session(.replay)
    pipe.closeWriter()
    let reading = session.readUntilEnded()
    #expect(reading.text == "PK\n")
    #expect(reading.changes == [.opened, .ended])
  }

  @Test(arguments: ["gzip", "zstd"])
  func cutOrDamagedIsSaidAndWhatCameBeforeCounts(format: String) throws {
    let compression: Compression = format == "gzip" ? .gzip : .zstd
    let whole = Compressing.data("1 a\n", format)
    let next = Compressing.data("2 b\n", format)
    var damaged = next
    damaged[damaged.count - 1] ^= 0xFF
    for (bytes, failure) in [
      (next.dropLast(), ReadError.cutOff(compression)), (damaged[...], .damaged(compression)),
    ] {
      let pipe = TestPipe()
      pipe.write(whole + bytes)
      var session = try TailSession([pipe.path], .replay)
      pipe.closeWriter()
      let reading = session.readUntilEnded()
      #expect(reading.text.hasPrefix("1 a\n") && reading.text.hasSuffix("\n"))
      #expect(reading.changes == [.opened, .failed(failure, isFinal: true)])
    }
  }

  @Test func formatThatIsNotReadIsNamed() throws {
    pipe.write([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0, 0])
    var session = try session()
    #expect(session.read().changes == [.opened, .failed(.unreadable(.xz), isFinal: true)])
    #expect(
      "\(ReadError.unreadable(.xz))" == "the data is compressed with xz; unpack it first")
  }

  @Test func nextWriterOfAFifoMayWriteAsItIs() throws {
    let scratch = ScratchFolder()
    #expect(unsafe mkfifo(scratch("fifo"), 0o644) == 0)
    var session = try TailSession([scratch("fifo")])
    _ = session.read()
    for (bytes, text) in [
      (Compressing.gzip("1 a\n"), "1 a\n"), (Array("2 b\n".utf8), "2 b\n"),
      (Compressing.zstd("3 c\n"), "3 c\n"),
    ] {
      do {
        let writer = LogWriter(scratch("fifo"))
        writer.write(bytes)
        #expect(session.read().text == text)
      }
      #expect(session.readUntilEnded().changes == [.ended])
    }
  }

  // A little expands to more than is read at a time, with nothing more to come.
  @Test(
    .timeLimit(.minutes(10)), arguments: [TailConfiguration.Mode.replay, .fromStart],
    ["gzip", "zstd"])
  func nothingIsLeftUndecodedWhileThePipeIsSilent(
    mode: TailConfiguration.Mode, format: String
  ) async throws {
    let text = String(repeating: "1 line\n", count: 500_000)
    pipe.write(Compressing.data(text, format))
    let follower = try LogFollower(
      TailConfiguration(sources: [pipe.path], mode: mode, knowledge: testKnowledge))
    var count = 0
    for await item in follower {
      guard case .lines(let batch) = item else { continue }
      count += batch.bytes.count
      if count == text.utf8.count { follower.stop() }
    }
    #expect(count == text.utf8.count)
  }

  // The last block has all been read when there is no room for the end of what it holds.
  @Test func whatADecoderHoldsBackComesWithoutMore() throws {
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0, 0x58]
    let first: [UInt8] = [4 << 3, 0, 0] + Array("1 a\n".utf8)
    // 128 KiB of newlines.
    let repeated: [UInt8] = [2, 0, 0x10, 0x0A]
    var session = try session()
    _ = session.readNoted()
    pipe.write(frame + first + repeated + repeated)
    let text = session.read().text + session.read().text
    #expect(text.utf8.count == 4 + 262_144)
  }
}

/// A pipe, whose reading end has a name; no program that another test starts inherits it.
private final class TestPipe {
  private let reader: Int32
  private var writer: Int32

  init() {
    guard let ends = try? Spawn.pipe() else { preconditionFailure("no pipe: errno \(errno)") }
    (reader, writer) = (ends.reading, ends.writing)
  }

  deinit {
    close(reader)
    closeWriter()
  }

  var path: String { "/dev/fd/\(reader)" }

  /// Writes bytes that the pipe has room for.
  func write(_ bytes: [UInt8]) {
    let count = unsafe bytes.withUnsafeBytes {
      unsafe Foundation.write(writer, $0.baseAddress, $0.count)
    }
    precondition(count == bytes.count)
  }

  func closeWriter() {
    if writer >= 0 { close(writer) }
    writer = -1
  }
}

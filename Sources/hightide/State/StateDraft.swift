private import Glibc
import Synchronization

/// A state that is being written, beside the file that it will take the place of.
final class StateDraft: Sendable {
  private struct Progress {
    var envelope = StateEnvelope()
    var failure: OutputError?
  }

  let descriptor: Int32
  private let progress = Mutex(Progress())

  /// Begins to write to an empty file, which it does not close.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    // The header says how much follows: it comes last.
    lseek(descriptor, StateEnvelope.headerCount, SEEK_SET)
  }

  /// Writes the next block; after a failure nothing more.
  func append(_ block: [UInt8]) {
    progress.withLock { progress in
      guard progress.failure == nil else { return }
      progress.envelope.add(block)
      do throws(OutputError) {
        try FileOutput(descriptor: descriptor).write(block)
      } catch {
        progress.failure = error
      }
    }
  }

  /// Writes the header, now that all blocks are there, and waits until the disk has all of it.
  func seal() throws(OutputError) {
    let progress = progress.withLock { $0 }
    if let failure = progress.failure { throw failure }
    lseek(descriptor, 0, SEEK_SET)
    try FileOutput(descriptor: descriptor).write(progress.envelope.header)
    guard fsync(descriptor) == 0 else {
      throw .failed(reason: unsafe String(cString: strerror(errno)))
    }
  }
}

private import Dispatch
private import Glibc
import Synchronization

/// A state that is being written, beside the file that it will take the place of.
final class StateDraft: Sendable {
  enum Outcome {
    /// All of it is written, and may take the place of the state before.
    case complete
    /// It is not to be used.
    case dropped
  }

  private struct Progress {
    var envelope = StateEnvelope()
    var failure: OutputError?
    /// How many bytes wait to be written.
    var waitingBytes = 0
  }

  /// How many bytes may wait: more than the whole state of most sites.
  private static let mostWaiting = 4 << 20

  let descriptor: Int32
  private let progress = Mutex(Progress())
  /// Writes to the disk, which may be slow, away from the counting.
  private let queue = DispatchQueue(label: "state draft")

  /// Begins to write to an empty file, which it does not close.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    // The header says how much follows: it comes last.
    lseek(descriptor, StateEnvelope.headerCount, SEEK_SET)
  }

  /// Takes the next block, to be written in its turn; after a failure nothing more.
  ///
  /// Waits for the disk only where more waits than a usual state takes.
  func append(_ block: [UInt8]) {
    let mustWait = progress.withLock { progress in
      progress.waitingBytes += block.count
      return progress.waitingBytes > StateDraft.mostWaiting
    }
    queue.async { self.write(block) }
    if mustWait { queue.sync {} }
  }

  private func write(_ block: [UInt8]) {
    let hasFailed = progress.withLock { progress in
      progress.waitingBytes -= block.count
      progress.envelope.add(block)
      return progress.failure != nil
    }
    guard !hasFailed else { return }
    do throws(OutputError) {
      try FileOutput(descriptor: descriptor).write(block)
    } catch {
      progress.withLock { $0.failure = error }
    }
  }

  /// Waits until all that was passed on is written or refused.
  func wait() { queue.sync {} }

  /// Writes the header, now that all blocks are there, and waits until the disk has all of it.
  func seal() throws(OutputError) {
    wait()
    let progress = progress.withLock { $0 }
    if let failure = progress.failure { throw failure }
    lseek(descriptor, 0, SEEK_SET)
    try FileOutput(descriptor: descriptor).write(progress.envelope.header)
    guard fsync(descriptor) == 0 else {
      throw .failed(reason: unsafe String(cString: strerror(errno)))
    }
  }
}

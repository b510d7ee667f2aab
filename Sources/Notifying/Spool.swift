import AccessLog
import Synchronization
package import System

/// The notices of a channel in a file, so that neither an outage nor the end of the program loses one.
///
/// A notice is written down before it is told, and again when it has been: what was told by an earlier run
/// is known by its key and is not told twice.
package final class Spool: Sendable {
  package let path: String
  private let file: DurableFile
  private let state: Mutex<(log: SpoolLog, size: Int)>
  /// Whether no run before this one had anything to tell by its channel.
  let isNew: Bool

  /// From which size on, in bytes, what is done is left out of the file.
  private static let mostBytes = 1 << 20
  /// More than a queue can hold.
  private static let longestFile = 64 << 20

  /// Why there is no queue.
  package enum Mistake: Error, Hashable {
    case unusable(path: String, SystemError)
    case foreign(path: String)
  }

  /// Opens the file, or creates it.
  package init(_ path: String) throws(Mistake) {
    self.path = path
    do throws(SystemError) {
      file = try DurableFile(path)
      let bytes = try file.bytes(atMost: Spool.longestFile)
      guard let log = SpoolLog(bytes) else { throw SystemError.notSupported }
      isNew = log.waiting.isEmpty && log.done.isEmpty
      state = Mutex((log, bytes.count))
      // Without what is done, and without a line that was not written to its end.
      try rewrite()
    } catch {
      throw error == .notSupported ? .foreign(path: path) : .unusable(path: path, error)
    }
  }

  /// What is yet to be told, with the times at which it came.
  var waiting: [(notice: Notice, came: Instant)] { state.withLock { $0.log.waiting } }

  /// Whether the notice waits, or was told.
  func knows(_ key: String) -> Bool { state.withLock { $0.log.knows(key) } }

  /// Keeps notices; returns once the disk has them.
  func add(_ notices: [Notice], came: Instant) throws(SystemError) {
    let lines = notices.map { SpoolLog.line(adding: $0, came: came) }
    try append(lines.joined()) { log in
      for notice in notices { log.add(notice, came: came) }
    }
  }

  /// Notes that a notice needs to be told no more.
  func finish(_ key: String) throws(SystemError) {
    guard state.withLock({ $0.log.isWaiting(key) }) else { return }
    try append(SpoolLog.line(finishing: key)) { $0.finish(key) }
    if state.withLock({ $0.size > Spool.mostBytes }) { try rewrite() }
  }

  private func append(
    _ line: String, _ change: (inout SpoolLog) -> Void
  ) throws(SystemError) {
    state.withLock { state in
      change(&state.log)
      state.size += line.utf8.count
    }
    try file.append(Array(line.utf8))
  }

  private func rewrite() throws(SystemError) {
    let bytes = state.withLock { state in
      let bytes = state.log.bytes
      state.size = bytes.count
      return bytes
    }
    try file.replace(with: bytes)
  }
}

extension Spool.Mistake: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unusable(let path, let reason): "cannot keep a queue in \(path): \(reason)"
    case .foreign(let path): "\(path) is no queue of hightide, and is left alone"
    }
  }
}

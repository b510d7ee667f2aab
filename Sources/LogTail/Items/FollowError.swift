package import System

/// Why a log cannot be followed from the start.
package enum FollowError: Error, Hashable, Sendable {
  case isDirectory(path: String)
  case unreadable(path: String, reason: SystemError)
  /// A pattern for a replay that no file matches.
  case noMatch(pattern: String)
  /// What is compressed can only be replayed, and not in every format.
  case compressed(path: String, format: Compression)
  /// The system refuses what reading needs: a pipe, a thread.
  case noResources(reason: SystemError)
}

extension FollowError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .isDirectory(let path): "\(path) is a directory; name a log file in it"
    case .unreadable(let path, let reason): "cannot read \(path): \(reason)"
    case .noMatch(let pattern): "no file matches \(pattern)"
    case .compressed(let path, let format) where format.isReadable:
      "\(path) is compressed with \(format); --replay reads it"
    case .compressed(let path, let format):
      "\(path) is compressed with \(format); unpack it first"
    case .noResources(let reason): "cannot start reading: \(reason)"
    }
  }
}

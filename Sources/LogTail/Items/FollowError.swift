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
  /// None of several sources can be read.
  indirect case several([FollowError])
}

extension FollowError {
  /// The errors one by one.
  package var each: [FollowError] { if case .several(let errors) = self { errors } else { [self] } }

  /// What is wrong with the source, to be said of it by name.
  var reason: String {
    switch self {
    case .isDirectory: "it is a directory; name a log file in it"
    case .unreadable(_, let reason), .noResources(let reason): "\(reason)"
    case .noMatch: "no file matches"
    case .compressed(_, let format) where format.isReadable:
      "it is compressed with \(format); --replay reads it"
    case .compressed(_, let format): "it is compressed with \(format); unpack it first"
    case .several: description
    }
  }
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
    case .several(let errors): errors.map(\.description).joined(separator: "; ")
    }
  }
}

import LogTail
import System

/// What to do about a log that cannot be read.
enum Advice {
  /// What is wrong with a source, and what to do about it.
  static func text(for error: FollowError) -> String {
    switch error {
    case .isDirectory(let path):
      "\(path) is a directory; \(FolderLogs.advice(for: path))"
    case .unreadable(let path, .notPermitted), .noMatch(let path):
      "\(error)" + (Rights.advice(for: path).map { "; \($0)" } ?? "")
    default: "\(error)"
    }
  }

  /// What is wrong with a file, and what to do about it.
  static func text(for error: SystemError, reading path: String) -> String {
    switch error {
    case .isDirectory: text(for: FollowError.isDirectory(path: path))
    default: text(for: FollowError.unreadable(path: path, reason: error))
    }
  }

  /// What hides the matches of patterns while they are followed: folders that may not be listed.
  static func hidden(_ files: [String]) -> [String] {
    files.filter { Directory.isPattern($0) && Directory.matches(of: $0).isEmpty }.compactMap {
      path in
      Rights.advice(for: path).map { "cannot look for \(path): \($0)" }
    }
  }
}

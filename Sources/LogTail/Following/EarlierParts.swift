import System

/// What a log was rotated to: the files that come before it, newest first.
///
/// All that goes back from a log through its rotated parts asks here which files these are. Not every
/// file with such a name is one: what is read anyway counts once, and a copy of the log has its lines.
struct EarlierParts {
  enum Part {
    case file(RotatedFile)
    /// It cannot be opened, or is compressed in a way that cannot be read.
    case unreadable(path: String, SystemError)
  }

  private let log: LogFile
  /// The newest is the last.
  private var siblings: [Sibling]

  /// Chooses from the files beside `log`; `isRead` says which of them are read anyway.
  init(of log: LogFile, among siblings: [Sibling], isRead: (FileIdentity) -> Bool) {
    self.log = log
    self.siblings = siblings.filter {
      $0.isRotated && $0.status.size > 0 && $0.status.identity != log.status.identity
        && !isRead($0.status.identity)
    }
    .sorted { $0.precedes($1) }
  }

  /// The next part of those that were written to in a second since the epoch or later, which others
  /// behind it may be; `nil` if there are no more.
  ///
  /// - Complexity: opens the file, and reads a few KiB of it and of the log.
  mutating func next(writtenSince second: Int) -> Part? {
    while let sibling = siblings.popLast() {
      guard sibling.status.modified / 1_000_000_000 >= second else { continue }
      do throws(SystemError) {
        let file = try RotatedFile.open(sibling)
        guard try !file.isBeginning(of: log.descriptor) else { continue }
        return .file(file)
      } catch {
        return .unreadable(path: sibling.path, error)
      }
    }
    return nil
  }
}

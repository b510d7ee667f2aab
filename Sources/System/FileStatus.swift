private import Glibc
private import SwiftOverlayShims

/// Which file it is, whatever it is called: device and inode.
///
/// Unique among the files that exist. The system reuses the inode number of a file that is gone, but
/// not while a descriptor of that file is open.
package struct FileIdentity: Hashable, Sendable {
  package var device: UInt64
  package var inode: UInt64

  package init(device: UInt64, inode: UInt64) {
    self.device = device
    self.inode = inode
  }
}

/// What `stat(2)` says of a file.
package struct FileStatus: Equatable {
  package enum Kind {
    case regular
    case directory
    /// Read once, from front to back: a pipe, a terminal, a socket.
    case stream
    case other
  }

  package var kind: Kind
  package var identity: FileIdentity
  /// In bytes.
  package var size: Int
  /// Nanoseconds since the epoch.
  package var modified: Int
  /// How many names it has.
  package var links: Int

  /// The status of what a path names, symbolic links followed; `stat(2)`.
  package static func of(_ path: String) throws(SystemError) -> FileStatus {
    var raw = stat()
    guard unsafe Path.withName(path, { unsafe stat($0, &raw) }) == 0 else { throw SystemError.last }
    return FileStatus(raw)
  }

  private init(_ raw: stat) {
    kind =
      switch raw.st_mode & S_IFMT {
      case S_IFREG: .regular
      case S_IFDIR: .directory
      case S_IFIFO, S_IFCHR, S_IFSOCK: .stream
      default: .other
      }
    identity = FileIdentity(device: UInt64(raw.st_dev), inode: UInt64(raw.st_ino))
    size = raw.st_size
    links = Int(raw.st_nlink)
    modified = raw.st_mtim.tv_sec * 1_000_000_000 + raw.st_mtim.tv_nsec
  }

  /// The status of an open file; `fstat(2)`.
  static func of(descriptor: Int32) throws(SystemError) -> FileStatus {
    var raw = stat()
    guard unsafe fstat(descriptor, &raw) == 0 else { throw SystemError.last }
    return FileStatus(raw)
  }
}

extension Descriptor {
  /// What `fstat(2)` says of it.
  package func status() throws(SystemError) -> FileStatus {
    try withNumber { (number) throws(SystemError) in try FileStatus.of(descriptor: number) }
  }
}

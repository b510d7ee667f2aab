import System

/// A file that was opened under a name, and what it was then.
struct LogFile {
  let descriptor: Descriptor
  let status: FileStatus

  /// Opens a regular file.
  static func open(_ path: String) throws(SystemError) -> LogFile {
    let descriptor = try Descriptor.open(path)
    let status = try descriptor.status()
    switch status.kind {
    case .regular: return LogFile(descriptor: descriptor, status: status)
    case .directory: throw SystemError.isDirectory
    case .stream, .other: throw SystemError.notSupported
    }
  }
}

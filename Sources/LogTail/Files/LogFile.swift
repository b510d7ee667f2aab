private import Glibc

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

  /// The name without symbolic links, or the name itself if that cannot be told; `realpath(3)`.
  static func resolved(_ path: String) -> String {
    guard let name = unsafe realpath(path, nil) else { return path }
    // `realpath` allocates a string that ends with a NUL, for the caller to free.
    defer { unsafe free(name) }
    return unsafe String(cString: name)
  }

  /// What stands before the last slash of a name; `.` where there is none.
  static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands behind the last slash of a name.
  static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}

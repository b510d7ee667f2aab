import System

/// A file that was opened under a name, and what it was then.
struct LogFile {
  let descriptor: Descriptor
  let status: FileStatus

  /// Opens a regular file.
  static func open(_ path: String) throws(SystemError) -> LogFile {
    try regular(Descriptor.open(path))
  }

  /// Finds a regular file, and opens it each time that it is read.
  static func onDemand(_ path: String) throws(SystemError) -> LogFile {
    try regular(Descriptor.onDemand(path))
  }

  private static func regular(_ descriptor: Descriptor) throws(SystemError) -> LogFile {
    let status = try descriptor.status()
    switch status.kind {
    case .regular: return LogFile(descriptor: descriptor, status: status)
    case .directory: throw SystemError.isDirectory
    case .stream, .other: throw SystemError.notSupported
    }
  }

  /// Whether it equals the beginning of another file to its full length, and holds lines that
  /// differ.
  ///
  /// Two files that begin alike for 1 KiB, and hold the same lines around the middle and the end of
  /// this one, hold the same lines.
  ///
  /// - Complexity: a few reads of at most 4 KiB.
  func isBeginning(of other: Descriptor) throws(SystemError) -> Bool {
    let size = status.size
    let content = try ReadContent(of: descriptor, before: size)
    guard content.hasDistinctLines, content.length == size, try other.status().size >= size else {
      return false
    }
    for place in [0, size / 2, max(0, size - LogFile.sampleSize)] {
      let count = min(LogFile.sampleSize, size - place)
      guard try descriptor.bytes(at: place, count: count) == other.bytes(at: place, count: count)
      else { return false }
    }
    return true
  }

  private static let sampleSize = 4_096
}

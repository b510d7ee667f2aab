import System

extension Generation {
  /// Whether another file is a copy of this one, or what becomes of it by compressing it.
  ///
  /// `path` is what this file is called now; `nil` if it has no name any more.
  func isCopied(in file: RotatedFile, calledNow path: String?) throws(SystemError) -> Bool {
    guard file.compression == nil else {
      let own = try descriptor.firstBytes(file.firstBytes.count)
      guard !own.isEmpty, file.firstBytes.starts(with: own) else { return false }
      // Logs may begin alike: what is still there is compressed beside it.
      return path.map { file.isCompressed(from: $0) } ?? true
    }
    if try file.isBeginning(of: descriptor) { return true }
    guard path == nil, content.hasDistinctLines else { return false }
    return try file.likeness(to: content) == .continues
  }
}

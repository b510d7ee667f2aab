private import Synchronization
import System

/// Files that are read as a whole, from their beginning to their end.
enum WholeFile {
  /// What came through pipes, by their paths: the arguments are understood more than once, and a pipe
  /// is read once.
  private static let piped = Mutex<[String: [UInt8]]>([:])

  /// The bytes of a file, or what comes through a pipe; at most `maximum`.
  static func bytes(of path: String, atMost maximum: Int) throws(SystemError) -> [UInt8] {
    if let known = piped.withLock({ $0[path] }) { return known }
    let file = try Descriptor.open(path)
    let bytes = try file.bytesToEnd(atMost: maximum)
    if try file.status().kind != .regular { piped.withLock { $0[path] = bytes } }
    return bytes
  }
}

private import Glibc

/// Puts other bytes in the place of a file, as an editor does.
package enum FileReplacement {
  /// Replaces what a path names with a file of these bytes; `rename(2)`.
  ///
  /// A symbolic link stays one. Mode and, where that is allowed, owner stay as they are. After a crash
  /// there is either the one or the other.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let target = try resolved(path)
    var status = stat()
    guard unsafe stat(target, &status) == 0 else { throw SystemError.last }
    let draft = Array(target.dropLast()) + ".hightide.\(getpid())".utf8CString
    let number = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard number >= 0 else { throw SystemError.last }
    defer { close(number) }
    do throws(SystemError) {
      try write(bytes, to: number)
      // Only root may give a file away; then it is the user's own.
      _ = fchown(number, status.st_uid, status.st_gid)
      guard fchmod(number, status.st_mode & 0o7777) == 0, fsync(number) == 0 else {
        throw SystemError.last
      }
      guard unsafe rename(draft, target) == 0 else { throw SystemError.last }
    } catch {
      _ = unsafe unlink(draft)
      throw error
    }
  }

  /// The name of the file itself, with its NUL; `realpath(3)`.
  private static func resolved(_ path: String) throws(SystemError) -> [CChar] {
    var name = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let isFound = unsafe Path.withName(path) { unsafe realpath($0, &name) != nil }
    guard isFound else { throw SystemError.last }
    return Array(name.prefix { $0 != 0 }) + [0]
  }

  private static func write(_ bytes: [UInt8], to number: Int32) throws(SystemError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError.last }
      rest = rest.dropFirst(count)
    }
  }
}

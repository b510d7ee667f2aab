private import Glibc

/// Puts other bytes in the place of a file, as an editor does.
package enum FileReplacement {
  /// How many names are tried for the draft.
  private static let mostDrafts = 1_000

  /// Replaces what a path names with a file of these bytes; `rename(2)`.
  ///
  /// A symbolic link stays one. Mode and, where that is allowed, owner and group stay as they are. After
  /// a crash there is either the one or the other.
  ///
  /// - Throws: `notSupported` if it is no regular file.
  package static func replace(_ path: String, with bytes: [UInt8]) throws(SystemError) {
    let target = try resolved(path)
    var status = stat()
    guard unsafe stat(target, &status) == 0 else { throw SystemError.last }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notSupported }
    let (draft, number) = try openDraft(beside: target)
    defer { close(number) }
    do throws(SystemError) {
      try write(bytes, to: number)
      // Only root may give a file away, but anyone may give theirs to a group that they are in. The
      // largest number leaves the owner as it is.
      if fchown(number, status.st_uid, status.st_gid) != 0 {
        _ = fchown(number, .max, status.st_gid)
      }
      guard fchmod(number, status.st_mode & 0o7777) == 0, fsync(number) == 0 else {
        throw SystemError.last
      }
      guard unsafe rename(draft, target) == 0 else { throw SystemError.last }
    } catch {
      _ = unsafe unlink(draft)
      throw error
    }
  }

  /// Creates a file beside the one that is replaced; its name has a NUL; `open(2)`.
  ///
  /// The process may have the number of one that was killed, whose draft is still there. What has the
  /// name of a draft, be it a link, is never written to.
  private static func openDraft(
    beside target: [CChar]
  ) throws(SystemError) -> (name: [CChar], number: Int32) {
    for attempt in 0..<mostDrafts {
      let end = ".hightide.\(getpid())" + (attempt == 0 ? "" : ".\(attempt)")
      let draft = Array(target.dropLast()) + end.utf8CString
      let number = unsafe open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
      if number >= 0 { return (draft, number) }
      let reason = SystemError.last
      guard reason == .exists else { throw reason }
    }
    throw .exists
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

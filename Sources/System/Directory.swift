private import Glibc

/// The names in a directory.
package enum Directory {
  /// A name and its inode, as the directory lists them.
  package struct Entry: Hashable {
    package var name: String
    package var inode: UInt64
    /// Whether the name is known to be a directory's; some file systems do not say.
    package var isDirectory: Bool
  }

  /// All names but `.` and `..`, in no order, with their inodes; `readdir(3)`.
  ///
  /// The inode of a mount point is that of the directory below the mount.
  package static func entries(in path: String) throws(SystemError) -> [Entry] {
    guard let stream = unsafe Path.withName(path, { unsafe opendir($0) }) else {
      throw SystemError.last
    }
    defer { unsafe closedir(stream) }
    var entries: [Entry] = []
    while let entry = unsafe readdir(stream) {
      // The entry is valid until the next call, and its name ends with a NUL.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe Path.text(of: $0)
        }
      }
      guard name != ".", name != ".." else { continue }
      entries.append(
        Entry(
          name: name, inode: UInt64(unsafe entry.pointee.d_ino),
          isDirectory: unsafe entry.pointee.d_type == UInt8(DT_DIR)))
    }
    return entries
  }

  /// The files that match a pattern of the shell, in the order of their names; `glob(3)`.
  package static func matches(of pattern: String) -> [String] {
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    let outcome = unsafe Path.withName(pattern) { unsafe glob($0, 0, nil, &result) }
    guard outcome == 0 else { return [] }
    var paths: [String] = []
    for index in 0..<Int(unsafe result.gl_pathc) {
      // `glob` fills in as many strings as it counts.
      if let path = unsafe result.gl_pathv[index] {
        unsafe paths.append(Path.text(of: UnsafePointer(path)))
      }
    }
    return paths
  }

  /// Whether a file of that name would match a pattern; `fnmatch(3)`.
  package static func matches(_ path: String, _ pattern: String) -> Bool {
    unsafe Path.withName(path) { path in
      unsafe Path.withName(pattern) { unsafe fnmatch($0, path, FNM_PATHNAME | FNM_PERIOD) == 0 }
    }
  }

  /// Whether a name is a pattern.
  package static func isPattern(_ name: String) -> Bool {
    name.utf8.contains {
      $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
    }
  }
}

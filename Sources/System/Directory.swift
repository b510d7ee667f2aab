private import Glibc

/// The names in a directory.
package enum Directory {
  /// All names but `.` and `..`, in no order; `readdir(3)`.
  package static func names(in path: String) throws(SystemError) -> [String] {
    guard let stream = unsafe opendir(path) else { throw SystemError.last }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      // The entry is valid until the next call, and its name ends with a NUL.
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
          unsafe String(cString: $0)
        }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  /// The files that match a pattern of the shell, in the order of their names; `glob(3)`.
  package static func matches(of pattern: String) -> [String] {
    var result = unsafe glob_t()
    defer { unsafe globfree(&result) }
    guard unsafe glob(pattern, 0, nil, &result) == 0 else { return [] }
    var paths: [String] = []
    for index in 0..<Int(unsafe result.gl_pathc) {
      // `glob` fills in as many strings as it counts.
      if let path = unsafe result.gl_pathv[index] { unsafe paths.append(String(cString: path)) }
    }
    return paths
  }

  /// Whether a file of that name would match a pattern; `fnmatch(3)`.
  package static func matches(_ path: String, _ pattern: String) -> Bool {
    unsafe fnmatch(pattern, path, FNM_PATHNAME | FNM_PERIOD) == 0
  }

  /// Whether a name is to be read as a pattern.
  package static func isPattern(_ name: String) -> Bool {
    name.utf8.contains {
      $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "[")
    }
  }
}

private import Glibc

/// Names of files.
package enum Path {
  /// The name without symbolic links, or the name itself if that cannot be told; `realpath(3)`.
  package static func resolved(_ path: String) -> String {
    guard let name = unsafe withName(path, { unsafe realpath($0, nil) }) else { return path }
    // `realpath` allocates a string that ends with a NUL, for the caller to free.
    defer { unsafe free(name) }
    return unsafe text(of: UnsafePointer(name))
  }

  /// The name without symbolic links, whether there is a file of that name or not.
  package static func place(of path: String) -> String {
    let name = resolved(path)
    guard name == path else { return name }
    let folder = directory(of: path)
    let place = resolved(folder)
    return place == folder ? path : "\(place == "/" ? "" : place)/\(Self.name(of: path))"
  }

  /// What stands before the last slash of a name; `.` where there is none.
  package static func directory(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.utf8.startIndex ? "/" : String(path[..<slash])
  }

  /// What stands behind the last slash of a name.
  package static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}

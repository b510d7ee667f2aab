private import Glibc

/// Finds programs as a shell does.
package enum ProgramSearch {
  /// The path of the first file of that name in the folders of `PATH` that may be executed; `access(2)`.
  package static func path(of name: String) -> String? {
    let folders = unsafe getenv("PATH").map { unsafe Path.text(of: UnsafePointer($0)) }
    return path(of: name, in: folders ?? "/usr/local/bin:/usr/bin:/bin")
  }

  /// The same, in folders with colons between them.
  package static func path(of name: String, in folders: String) -> String? {
    for folder in folders.split(separator: ":") {
      let path = "\(folder)/\(name)"
      guard unsafe Path.withName(path, { unsafe access($0, X_OK) }) == 0,
        let status = try? FileStatus.of(path), status.kind == .regular
      else { continue }
      return path
    }
    return nil
  }
}

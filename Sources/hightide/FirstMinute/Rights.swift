private import Glibc
private import System

/// Who may read a file that this user may not.
enum Rights {
  /// What to do to be let in, as the rest of a sentence; `nil` where nothing is in the way, or where
  /// the modes of the files do not tell.
  ///
  /// `groups` and `user` are `/etc/group` and the user's name, for tests.
  static func advice(
    for path: String, groups: String = "/etc/group", user: String? = Surroundings.variable("USER")
  ) -> String? {
    guard let place = obstacle(on: path) else { return nil }
    var status = stat()
    guard unsafe Path.withName(place.path, { unsafe stat($0, &status) }) == 0 else { return nil }
    let what = place.path == path ? "" : " of \(place.path)"
    guard status.st_mode & (place.isFolder ? S_IXGRP : S_IRGRP) != 0 else {
      return "only the owner\(what) may: try sudo"
    }
    let group = name(ofGroup: status.st_gid, in: groups)
    return "the group \(group)\(what) may: sudo usermod -aG \(group) \(user ?? "$USER"), "
      + "then log in again; or try sudo"
  }

  /// The folder on the way to a file, or the file, that this user may not pass.
  private static func obstacle(on path: String) -> (path: String, isFolder: Bool)? {
    var folder = Path.directory(of: path)
    var folders: [String] = []
    while folder != ".", folder != "/" {
      folders.append(folder)
      folder = Path.directory(of: folder)
    }
    for folder in folders.reversed() where !may(X_OK, folder) { return (folder, true) }
    if Directory.isPattern(Path.name(of: path)), let last = folders.first, !may(R_OK, last) {
      return (last, true)
    }
    return may(R_OK, path) || errno == ENOENT ? nil : (path, false)
  }

  /// `access(2)`; a file that is not there is nobody's secret.
  private static func may(_ right: Int32, _ path: String) -> Bool {
    unsafe Path.withName(path) { unsafe access($0, right) } == 0
  }

  /// The name of a group, or its number.
  ///
  /// The file is read here: a program that is linked statically cannot ask the C library, which loads
  /// what knows of other groups at run time.
  private static func name(ofGroup number: gid_t, in path: String) -> String {
    let bytes = (try? Descriptor.open(path).bytes(at: 0, count: 1 << 20)) ?? []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      let fields = String(decoding: line, as: UTF8.self)
        .split(separator: ":", omittingEmptySubsequences: false)
      if fields.count >= 3, fields[2] == String(number) { return String(fields[0]) }
    }
    return String(number)
  }
}

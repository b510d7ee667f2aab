private import Glibc

/// A file for a child process to read, removed with the last reference to it.
package final class TemporaryFile: Sendable {
  package let path: String

  /// Writes the bytes to a new file that only its owner may read; `mkstemps(3)`.
  package init(_ bytes: [UInt8], ending: String) throws(SystemError) {
    let names: [String] = ["XDG_RUNTIME_DIR", "TMPDIR"]
    let folders = names.compactMap { name in
      unsafe getenv(name).map { unsafe Path.text(of: UnsafePointer($0)) }
    }
    let folder = folders.first { unsafe Path.withName($0) { unsafe access($0, W_OK) == 0 } }
    var name = Path.bytes(of: "\(folder ?? "/tmp")/hightide-XXXXXX\(ending)").map {
      CChar(bitPattern: $0)
    }
    name.append(0)
    let number = unsafe mkstemps(&name, Int32(ending.utf8.count))
    guard number >= 0 else { throw SystemError.last }
    _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    defer { close(number) }
    path = Path.text(of: name.dropLast().map { UInt8(bitPattern: $0) })
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes { unsafe write(number, $0.baseAddress, $0.count) }
      guard count > 0 else { throw SystemError.last }
      rest = rest.dropFirst(count)
    }
  }

  deinit {
    _ = unsafe Path.withName(path) { unsafe unlink($0) }
  }
}

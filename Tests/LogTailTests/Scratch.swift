import Foundation

/// A directory of its own for a test, deleted with the last reference.
final class Scratch: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "/tail-\(UUID().uuidString)"
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  func rename(_ old: String, _ new: String) {
    check(unsafe Foundation.rename(self(old), self(new)))
  }

  func copy(_ name: String, to copy: String) throws {
    try Data(contentsOf: URL(filePath: self(name))).write(to: URL(filePath: self(copy)))
  }

  func delete(_ name: String) { check(unsafe unlink(self(name))) }

  /// Makes `name` a link to `target`, at once, also if it was one to something else.
  func link(_ name: String, to target: String) {
    check(unsafe symlink(self(target), self("link.new")))
    rename("link.new", name)
  }

  func makeDirectory(_ name: String) { check(unsafe mkdir(self(name), 0o755)) }

  /// Appends to a file, which is made if it is not there.
  func append(_ name: String, _ text: String) {
    let writer = LogWriter(self(name))
    writer.write(text)
  }

  /// Makes a file look as if it had been written that much earlier.
  func age(_ name: String, seconds: Int) {
    let time = timespec(tv_sec: Foundation.time(nil) - seconds, tv_nsec: 0)
    check(unsafe utimensat(AT_FDCWD, self(name), [time, time], 0))
  }

  /// Makes a file longer by a hole.
  func extend(_ name: String, to size: Int) { check(unsafe Foundation.truncate(self(name), size)) }

  /// Says that a file was last written to in that second since the epoch.
  func touch(_ name: String, at second: Int) {
    let time = timeval(tv_sec: second, tv_usec: 0)
    check(unsafe utimes(self(name), [time, time]))
  }

  /// Empties a file that stays the same, as `copytruncate` does.
  func truncate(_ name: String) { check(unsafe Foundation.truncate(self(name), 0)) }
}

/// An open log, which stays the same file when it is renamed, as for a server.
final class LogWriter: @unchecked Sendable {
  let number: Int32

  init(_ path: String, flags: Int32 = O_WRONLY | O_APPEND | O_CREAT) {
    number = unsafe open(path, flags | O_CLOEXEC, 0o644)
    precondition(number >= 0, "cannot open \(path)")
  }

  deinit { close(number) }

  func write(_ text: String) { write(Array(text.utf8)) }

  func write(_ all: [UInt8]) {
    var bytes = all[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Foundation.write(number, $0.baseAddress, $0.count)
      }
      precondition(count > 0)
      bytes = bytes.dropFirst(count)
    }
  }
}

private func check(_ outcome: Int32) {
  precondition(outcome == 0, "errno \(errno)")
}

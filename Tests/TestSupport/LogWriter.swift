import Glibc

/// An open log, which stays the same file when it is renamed, as for a server.
package final class LogWriter: Sendable {
  package let number: Int32

  package init(_ path: String, flags: Int32 = O_WRONLY | O_APPEND | O_CREAT) {
    number = unsafe open(path, flags | O_CLOEXEC, 0o644)
    precondition(number >= 0, "cannot open \(path): errno \(errno)")
  }

  deinit { close(number) }

  package func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes all bytes, in one call where the system takes them.
  package func write(_ all: [UInt8]) {
    var bytes = all[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(number, $0.baseAddress, $0.count)
      }
      precondition(count > 0, "cannot write: errno \(errno)")
      bytes = bytes.dropFirst(count)
    }
  }
}

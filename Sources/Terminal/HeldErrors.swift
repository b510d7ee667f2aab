private import CNcurses
private import Glibc

/// Holds what is written to standard error until the terminal has been restored.
///
/// The runtime writes the reason of a trap before it traps: on the dashboard's screen the message
/// would garble the screen and then disappear with it.
struct HeldErrors: Sendable {
  /// A file without a name, which standard error writes to.
  private let file: Int32
  /// `MFD_CLOEXEC`.
  private static let closeOnExec: UInt32 = 1
  /// A duplicate of standard error as it was.
  private let original: Int32

  /// Holds standard error; `nil` if it is not a terminal, which the dashboard does not cover.
  static func hold() -> HeldErrors? {
    guard isatty(STDERR_FILENO) != 0 else { return nil }
    let original = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    let file = unsafe memfd_create("standard error", closeOnExec)
    guard original >= 0, file >= 0, dup2(file, STDERR_FILENO) >= 0 else {
      close(original)
      close(file)
      return nil
    }
    return HeldErrors(file: file, original: original)
  }

  /// Restores standard error and writes what was held.
  ///
  /// Async-signal-safe.
  func release() {
    dup2(original, STDERR_FILENO)
    unsafe withUnsafeTemporaryAllocation(byteCount: 1024, alignment: 1) { buffer in
      var offset = 0
      while true {
        let count = unsafe pread(file, buffer.baseAddress, buffer.count, offset)
        guard count > 0 else { return }
        _ = unsafe write(original, buffer.baseAddress, count)
        offset += count
      }
    }
  }
}

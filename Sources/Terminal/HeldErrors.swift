private import CNcurses
private import Glibc

/// What is written to standard error while the terminal shows something else, kept until it is
/// ours no longer.
///
/// The runtime says why it traps before it does; on the screen that a dashboard covers, this would
/// garble the one and be gone with it.
struct HeldErrors: Sendable {
  /// A file without a name, which standard error is for now.
  private let file: Int32
  /// `MFD_CLOEXEC`.
  private static let closeOnExec: UInt32 = 1
  /// What standard error was.
  private let original: Int32

  /// Holds standard error back; `nil` if it is no terminal, which nothing disturbs.
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

  /// Gives standard error back, with what was written to it.
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

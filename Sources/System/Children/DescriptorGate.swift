private import Glibc
import Synchronization

/// Keeps descriptors of this process out of its children.
enum DescriptorGate {
  private static let gate = Mutex(())

  /// Runs `body` while no child starts, and starts a child while no descriptor is half made: between
  /// `pipe(2)` and `fcntl(2)` a child would inherit it.
  static func closed<Result>(
    _ body: () throws(SystemError) -> Result
  ) throws(SystemError) -> Result {
    try gate.withLock { _ throws(SystemError) in try body() }
  }

  /// Has the system close every descriptor but the standard streams in a child, also those that the
  /// program was started with; `fcntl(FD_CLOEXEC)`.
  ///
  /// - Complexity: a call of the system for each descriptor.
  static func keepAllToThisProcess() {
    for entry in (try? Directory.entries(in: "/proc/self/fd")) ?? [] {
      guard let number = Int32(entry.name), number > STDERR_FILENO else { continue }
      _ = fcntl(number, F_SETFD, FD_CLOEXEC)
    }
  }
}

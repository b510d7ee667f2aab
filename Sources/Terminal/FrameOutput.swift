private import CNcurses
private import Glibc
import System

/// Buffers what ncurses writes until a frame is complete.
///
/// ncurses writes at every move of the cursor, about fifty times a frame: the terminal would wake up
/// each time and show unfinished frames.
struct FrameOutput {
  /// A file in memory, to which ncurses writes in place of the terminal.
  private let descriptor: Int32
  /// `MFD_CLOEXEC`.
  private static let closeOnExec: UInt32 = 1

  /// Redirects `descriptor` to the buffer.
  init(insteadOf descriptor: Int32) throws(SystemError) {
    let file = unsafe memfd_create("frame", Self.closeOnExec)
    guard file >= 0, dup2(file, descriptor) >= 0 else {
      throw SystemError.last
    }
    close(file)
    self.descriptor = descriptor
  }

  /// The bytes that were written since the last call.
  func take() -> [UInt8] {
    let count = Int(lseek(descriptor, 0, SEEK_CUR))
    guard count > 0 else { return [] }
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      unsafe filled = max(0, pread(descriptor, buffer.baseAddress, count, 0))
    }
    lseek(descriptor, 0, SEEK_SET)
    return bytes
  }
}

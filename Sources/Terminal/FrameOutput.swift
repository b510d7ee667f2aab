private import CNcurses
private import Glibc
import System

/// What ncurses writes, kept until a frame is whole.
///
/// ncurses writes at every move of the cursor, some fifty times a frame: the terminal would wake up
/// as often, and show frames in the making.
struct FrameOutput {
  /// A file in memory, which has taken the place of the terminal in ncurses' descriptor.
  private let descriptor: Int32
  /// `MFD_CLOEXEC`.
  private static let closeOnExec: UInt32 = 1

  /// Takes what is written to `descriptor` from now on.
  init(insteadOf descriptor: Int32) throws(SystemError) {
    let file = unsafe memfd_create("frame", Self.closeOnExec)
    guard file >= 0, dup2(file, descriptor) >= 0 else {
      throw SystemError.last
    }
    close(file)
    self.descriptor = descriptor
  }

  /// What was written since the last call.
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

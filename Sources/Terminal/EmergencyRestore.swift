import Glibc
private import Synchronization

/// Puts the terminal back as it was without ncurses: after a crash, or when the main thread hangs
/// in a write to a terminal that does not read.
///
/// What that takes is prepared while all is well, since nothing may be allocated in a signal
/// handler.
enum EmergencyRestore {
  @unsafe private struct Plan {
    var descriptor: Int32
    var modes: termios
    var text: UnsafeMutableBufferPointer<UInt8>
    var errors: HeldErrors?
  }

  enum Manner {
    /// What was written before is shown first.
    case afterOutput
    /// What the terminal has not read is thrown away, so that the rest does not wait for it.
    case discardingOutput
  }

  private nonisolated(unsafe) static let plan = unsafe Atomic<UnsafeMutablePointer<Plan>?>(nil)

  /// From now on `restore` sets `modes` on the terminal, writes `text` to it, and releases `errors`.
  static func arm(descriptor: Int32, modes: termios, text: [UInt8], errors: HeldErrors?) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = unsafe buffer.initialize(from: text)
    let new = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
    unsafe new.initialize(
      to: Plan(descriptor: descriptor, modes: modes, text: buffer, errors: errors))
    // The one that it replaces, if any, stays allocated: a handler may be reading it.
    unsafe plan.store(new, ordering: .releasing)
  }

  /// The terminal is as it was: nothing is left to restore.
  static func disarm() {
    unsafe plan.store(nil, ordering: .releasing)
  }

  /// Restores the terminal once; does nothing where `arm` was not called.
  ///
  /// Async-signal-safe.
  static func restore(_ manner: Manner) {
    guard let plan = unsafe plan.exchange(nil, ordering: .acquiringAndReleasing) else { return }
    let descriptor = unsafe plan.pointee.descriptor
    // The descriptor is an open file of our own, which the shell does not share.
    _ = fcntl(descriptor, F_SETFL, O_RDWR | O_NONBLOCK)
    if case .discardingOutput = manner { tcflush(descriptor, TCOFLUSH) }
    tcflow(descriptor, TCOON)
    let text = unsafe plan.pointee.text
    _ = unsafe write(descriptor, text.baseAddress, text.count)
    // From the background this would stop the process, and the modes are the shell's by then.
    if tcgetpgrp(descriptor) == getpgrp() {
      unsafe tcsetattr(descriptor, TCSANOW, &plan.pointee.modes)
    }
    unsafe plan.pointee.errors?.release()
  }
}

import Glibc
private import Synchronization

/// Restores the terminal without ncurses: after a crash, or when the main thread hangs in a write to
/// a terminal that does not read.
///
/// All that this needs is prepared beforehand, since a signal handler may not allocate.
enum EmergencyRestore {
  @unsafe private struct Plan {
    var descriptor: Int32
    var modes: termios
    var text: UnsafeMutableBufferPointer<UInt8>
    var errors: HeldErrors?
  }

  enum Manner {
    /// Wait until the terminal has read what was written before.
    case afterOutput
    /// Discard what the terminal has not read, so that restoring it does not wait.
    case discardingOutput
  }

  private nonisolated(unsafe) static let plan = unsafe Atomic<UnsafeMutablePointer<Plan>?>(nil)
  private static let over = Atomic(false)

  /// Whether the terminal has been restored; nothing may be written to it then.
  static var isOver: Bool { over.load(ordering: .acquiring) }

  /// Makes `restore` set `modes` on the terminal, write `text` to it and release `errors`.
  static func arm(descriptor: Int32, modes: termios, text: [UInt8], errors: HeldErrors?) {
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
    _ = unsafe buffer.initialize(from: text)
    let new = UnsafeMutablePointer<Plan>.allocate(capacity: 1)
    unsafe new.initialize(
      to: Plan(descriptor: descriptor, modes: modes, text: buffer, errors: errors))
    // The previous one, if any, stays allocated: a handler may be reading it.
    unsafe plan.store(new, ordering: .releasing)
  }

  /// Makes `restore` do nothing: the terminal has been restored.
  static func disarm() {
    unsafe plan.store(nil, ordering: .releasing)
  }

  /// Restores the terminal once; does nothing unless `arm` was called.
  ///
  /// Async-signal-safe.
  static func restore(_ manner: Manner) {
    guard let plan = unsafe plan.exchange(nil, ordering: .acquiringAndReleasing) else { return }
    // Another thread may be writing a frame at this moment.
    over.store(true, ordering: .releasing)
    let descriptor = unsafe plan.pointee.descriptor
    // The descriptor is an open file that the shell does not share.
    _ = fcntl(descriptor, F_SETFL, O_RDWR | O_NONBLOCK)
    if case .discardingOutput = manner { tcflush(descriptor, TCOFLUSH) }
    tcflow(descriptor, TCOON)
    unsafe write(plan.pointee.text, to: descriptor)
    // In the background this would stop the process, and the modes are those of the shell.
    if tcgetpgrp(descriptor) == getpgrp() {
      unsafe tcsetattr(descriptor, TCSANOW, &plan.pointee.modes)
    }
    unsafe plan.pointee.errors?.release()
  }

  /// Writes as much of a text as the terminal takes within a second.
  ///
  /// If the terminal is full, or another thread is writing to it, the system refuses the write instead
  /// of waiting.
  private static func write(_ text: UnsafeMutableBufferPointer<UInt8>, to descriptor: Int32) {
    var offset = 0
    for _ in 0..<200 {
      // In bounds: the offset is the number of bytes written so far.
      let count = unsafe Glibc.write(
        descriptor, text.baseAddress.map { unsafe $0 + offset }, text.count - offset)
      if count > 0 { offset += count }
      guard offset < text.count else { return }
      guard count > 0 || errno == EAGAIN || errno == EINTR else { return }
      if count <= 0 { poll(nil, 0, 5) }
    }
  }
}

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
  private static let over = Atomic(false)

  /// Whether the terminal has been given back, so that nothing may be written to it any more.
  static var isOver: Bool { over.load(ordering: .acquiring) }

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
    // The signal may have come to another thread than the one that is writing a frame.
    over.store(true, ordering: .releasing)
    let descriptor = unsafe plan.pointee.descriptor
    // The descriptor is an open file of our own, which the shell does not share.
    _ = fcntl(descriptor, F_SETFL, O_RDWR | O_NONBLOCK)
    if case .discardingOutput = manner { tcflush(descriptor, TCOFLUSH) }
    tcflow(descriptor, TCOON)
    unsafe write(plan.pointee.text, to: descriptor)
    // From the background this would stop the process, and the modes are the shell's by then.
    if tcgetpgrp(descriptor) == getpgrp() {
      unsafe tcsetattr(descriptor, TCSANOW, &plan.pointee.modes)
    }
    unsafe plan.pointee.errors?.release()
  }

  /// Writes as much of a text as the terminal takes within a second.
  ///
  /// Where it is full, or another thread is in a write to it, the system refuses ours rather than
  /// wait.
  private static func write(_ text: UnsafeMutableBufferPointer<UInt8>, to descriptor: Int32) {
    var offset = 0
    for _ in 0..<200 {
      // In bounds: the offset is what was written so far.
      let count = unsafe Glibc.write(
        descriptor, text.baseAddress.map { unsafe $0 + offset }, text.count - offset)
      if count > 0 { offset += count }
      guard offset < text.count else { return }
      guard count > 0 || errno == EAGAIN || errno == EINTR else { return }
      if count <= 0 { poll(nil, 0, 5) }
    }
  }
}

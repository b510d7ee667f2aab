private import Glibc
private import Synchronization

/// Restores the terminal before a crash ends the process.
///
/// The signal is then passed to the handler that was installed before, so that a backtrace is printed
/// or a core is written as usual, on a terminal that shows it.
enum CrashSignals {
  private static let signals = [SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT, SIGQUIT, SIGSYS]
  /// The actions that were installed before, by signal number.
  private nonisolated(unsafe) static let previous =
    unsafe Atomic<UnsafeMutablePointer<sigaction>?>(nil)
  private static let stackBytes = 64 << 10

  /// Installs the handlers, on a stack of their own: the thread's stack may have overflowed.
  ///
  /// - Precondition: called once, on the main thread.
  static func install() {
    var stack = unsafe stack_t()
    unsafe stack.ss_sp = UnsafeMutableRawPointer.allocate(byteCount: stackBytes, alignment: 16)
    unsafe stack.ss_size = stackBytes
    unsafe sigaltstack(&stack, nil)

    let actions = UnsafeMutablePointer<sigaction>.allocate(capacity: 65)
    unsafe actions.initialize(repeating: sigaction(), count: 65)
    unsafe previous.store(actions, ordering: .releasing)

    var action = sigaction()
    action.sa_flags = SA_SIGINFO | SA_ONSTACK
    unsafe action.__sigaction_handler.sa_sigaction = { signal, info, _ in
      unsafe CrashSignals.restoreAndPassOn(signal, info)
    }
    for signal in signals {
      unsafe sigaction(signal, &action, actions + Int(signal))
    }
  }

  private static func restoreAndPassOn(
    _ signal: Int32, _ info: UnsafeMutablePointer<siginfo_t>?
  ) {
    EmergencyRestore.restore(.afterOutput)
    if let actions = unsafe previous.load(ordering: .acquiring) {
      unsafe sigaction(signal, actions + Int(signal), nil)
    }
    // An instruction that failed fails again when this returns, and the next handler gets all its
    // details. A signal that was sent, or a breakpoint, has to be sent again.
    let isFault = (unsafe info?.pointee.si_code ?? 0) > 0 && signal != SIGTRAP
    if !isFault { raise(signal) }
  }
}

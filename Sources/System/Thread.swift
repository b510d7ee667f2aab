private import Glibc
private import SwiftOverlayShims

/// A thread of the system, for work that blocks.
package enum Thread {
  private final class Work {
    let body: () -> Void

    init(_ body: @escaping () -> Void) { self.body = body }
  }

  /// Signals of a fault in the thread itself; if they were blocked, a fault would end the process
  /// before the terminal is restored.
  private static let faults = [SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGSEGV, SIGSYS]

  /// Runs `body` on a new thread, which receives no signal but those of its own faults;
  /// `pthread_create(3)`.
  package static func start(_ body: sending @escaping () -> Void) throws(SystemError) {
    var attributes = pthread_attr_t()
    unsafe pthread_attr_init(&attributes)
    unsafe pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    var all = sigset_t()
    var before = sigset_t()
    unsafe sigfillset(&all)
    for fault in faults { unsafe sigdelset(&all, fault) }
    // A thread inherits the blocked signals of its creator, and other threads handle signals.
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer {
      unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
      unsafe pthread_attr_destroy(&attributes)
    }
    let work = unsafe Unmanaged.passRetained(Work(body))
    var thread = pthread_t()
    let code = unsafe pthread_create(
      &thread, &attributes,
      { context in
        guard let context = unsafe context else { return nil }
        // Retained for this thread when it was created.
        unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue().body()
        return nil
      }, work.toOpaque())
    guard code == 0 else {
      unsafe work.release()
      throw SystemError(code: code)
    }
  }
}

import Glibc
import SwiftOverlayShims

/// Signals that a thread blocks and waits for.
package struct SignalSet: Sendable {
  let members: [Int32]

  package init(_ members: [Int32]) {
    self.members = members
  }

  private var mask: sigset_t {
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    for member in members { unsafe sigaddset(&mask, member) }
    return mask
  }

  /// Blocks them in this thread: pthread_sigmask(3).
  func block() {
    var mask = mask
    unsafe pthread_sigmask(SIG_BLOCK, &mask, nil)
  }

  /// Runs `body` while this thread receives them.
  package func received(during body: () -> Void) {
    var mask = mask
    var previous = sigset_t()
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, &previous)
    body()
    unsafe pthread_sigmask(SIG_SETMASK, &previous, nil)
  }

  /// The next of them, waited for with sigwait(3); `nil` if waiting was interrupted.
  func wait() -> Int32? {
    var mask = mask
    var signal: Int32 = 0
    return unsafe sigwait(&mask, &signal) == 0 ? signal : nil
  }

  /// The next of them that comes after the time `pause`, or `nil` after `limit` more.
  func wait(within limit: timespec, after pause: timespec) -> Int32? {
    var pause = pause
    // Every signal that has a handler is blocked here, so nothing cuts this short.
    unsafe nanosleep(&pause, nil)
    var mask = mask
    var none = timespec()
    // What came during the pause is one signal to the kernel, and is taken here.
    for _ in members where unsafe sigtimedwait(&mask, nil, &none) < 0 { break }
    var limit = limit
    let signal = unsafe sigtimedwait(&mask, nil, &limit)
    return signal > 0 ? signal : nil
  }
}

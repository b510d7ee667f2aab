import Glibc
import SwiftOverlayShims

/// Signals that a thread blocks and waits for.
struct SignalSet: Sendable {
  let members: [Int32]

  init(_ members: [Int32]) {
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

  /// Lets this thread receive them; returns the mask that it had.
  func unblock() -> sigset_t {
    var mask = mask
    var previous = sigset_t()
    unsafe pthread_sigmask(SIG_UNBLOCK, &mask, &previous)
    return previous
  }

  /// Gives this thread the mask that it had.
  static func restore(_ mask: sigset_t) {
    var mask = mask
    unsafe pthread_sigmask(SIG_SETMASK, &mask, nil)
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

/// Starts a thread that runs `body`: pthread_create(3).
func startThread(_ body: @escaping @Sendable () -> Void) throws(SystemError) {
  final class Box {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  let box = unsafe Unmanaged.passRetained(Box(body))
  var thread = pthread_t()
  let number = unsafe pthread_create(
    &thread, nil,
    { raw in
      if let raw = unsafe raw { unsafe Unmanaged<Box>.fromOpaque(raw).takeRetainedValue().body() }
      return nil
    }, box.toOpaque())
  guard number == 0 else {
    unsafe box.release()
    throw SystemError("pthread_create", number: number)
  }
  pthread_detach(thread)
}

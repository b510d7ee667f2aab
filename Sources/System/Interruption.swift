private import Glibc

/// Asks work that blocks on other threads to stop, once and for all.
///
/// A thread that waits for a child process or for its next try polls it beside what it waits for.
package final class Interruption: Sendable {
  private let readEnd: Descriptor
  private let writeEnd: Descriptor

  package init() throws(SystemError) {
    (readEnd, writeEnd) = try Descriptor.pipe()
  }

  /// The descriptor that can be read from the interruption on.
  var number: Int32 { readEnd.number }

  /// Interrupts all waits, also those that begin later.
  package func interrupt() { writeEnd.writeByte() }

  /// Whether ``interrupt()`` was called.
  package var isSet: Bool { readEnd.isReady }

  /// Sleeps until the time is over or the work is interrupted; `poll(2)`.
  ///
  /// Returns whether the whole time has passed.
  package func sleep(_ time: Duration) -> Bool {
    let end = MachineClock.uptime + time
    while !isSet {
      let rest = end - MachineClock.uptime
      guard rest > .zero else { return true }
      var entry = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
      unsafe poll(&entry, 1, rest.pollMilliseconds)
    }
    return false
  }
}

extension Duration {
  /// As `poll(2)` takes it, rounded up: rounded down, the last millisecond would be a busy loop.
  var pollMilliseconds: Int32 {
    let (seconds, attoseconds) = components
    return Int32(
      clamping: seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000)
  }
}

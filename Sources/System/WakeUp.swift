private import Glibc

/// Lets a thread sleep until a time, until something can be read, or until it is woken.
package final class WakeUp: Sendable {
  private let readEnd: Descriptor
  private let writeEnd: Descriptor

  package init() throws(SystemError) {
    (readEnd, writeEnd) = try Descriptor.pipe()
  }

  /// The descriptor that can be read once the thread has been woken, to be waited for beside others.
  package var number: Int32 { readEnd.number }

  /// The descriptor that a byte is written to by what wakes the thread without being Swift.
  package var writingNumber: Int32 { writeEnd.number }

  /// Wakes the thread that waits, or the next that will.
  package func wake() { writeEnd.writeByte() }

  /// Forgets that it was woken.
  package func clear() { readEnd.drain() }

  /// Sleeps until it is woken, until one of `descriptors` can be read, or until the time is over;
  /// `poll(2)`.
  ///
  /// Returns whether anything happened.
  @discardableResult
  package func wait(atMost time: Duration?, orFor descriptors: [Int32] = []) -> Bool {
    var entries = ([readEnd.number] + descriptors).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let milliseconds: Int32 = time?.pollMilliseconds ?? -1
    let count = UInt(entries.count)
    let ready = unsafe entries.withUnsafeMutableBufferPointer { buffer in
      // As many entries as are there.
      unsafe poll(buffer.baseAddress, count, milliseconds)
    }
    if entries[0].revents != 0 { clear() }
    return ready > 0
  }
}

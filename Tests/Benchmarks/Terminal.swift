import Glibc
import TestSupport

/// A pseudo-terminal of 80×24 for a program that runs beside this one.
struct Terminal {
  /// The path of the program's side.
  let path: String
  private let master: Int32

  init() {
    do {
      master = try PseudoTerminal.open(columns: 80, rows: 24)
      path = try PseudoTerminal.name(of: master)
    } catch {
      fail("no pseudo-terminal can be opened: \(error)")
    }
  }

  func close() { Glibc.close(master) }

  func press(_ key: String) {
    guard unsafe write(master, key, key.utf8.count) == key.utf8.count else {
      fail("a key cannot be pressed")
    }
  }

  /// What the program has written, waiting for it until the deadline; empty if nothing came.
  func read(until deadline: ContinuousClock.Instant) -> [UInt8] {
    var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    // The least wait is a millisecond, so that what comes is taken as it comes.
    let patience = Int32(clamping: Int(max(0, (deadline - .now) / .milliseconds(1))))
    guard unsafe poll(&descriptor, 1, patience) > 0 else { return [] }
    var bytes = Array(repeating: UInt8(0), count: 65_536)
    let count = unsafe Glibc.read(master, &bytes, bytes.count)
    return Array(bytes.prefix(max(0, count)))
  }

  /// Reads until what was written holds a text, and returns how long that took; `nil` at the
  /// deadline.
  func wait(for text: String, atMost patience: Duration = .seconds(5)) -> Duration? {
    let start = ContinuousClock.now
    var written: [UInt8] = []
    while ContinuousClock.now - start < patience {
      written += read(until: start + patience)
      if String(decoding: written, as: UTF8.self).contains(text) { return .now - start }
    }
    return nil
  }

  /// Reads for a while, and returns how many bytes there were.
  func drain(for span: Duration) -> Int {
    let end = ContinuousClock.now + span
    var count = 0
    while ContinuousClock.now < end { count += read(until: end).count }
    return count
  }
}

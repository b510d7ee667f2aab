import Glibc

/// Time as the waits of the tests measure it.
package enum Patience {
  private static let begin = ContinuousClock.now

  /// How long a wait lasts before it gives up, in milliseconds: far more than is ever needed, for
  /// a machine that has much else to do.
  package static let limit: Int64 = 90_000

  /// Milliseconds of a clock that only goes forward.
  package static var now: Int64 {
    let passed = (ContinuousClock.now - begin).components
    return passed.seconds * 1000 + passed.attoseconds / 1_000_000_000_000_000
  }

  /// Looks again and again until the condition holds; `false` when patience is at its end.
  package static func wait(until condition: () throws -> Bool) rethrows -> Bool {
    let deadline = now + limit
    while try !condition() {
      guard now < deadline else { return false }
      poll(nil, 0, 10)
    }
    return true
  }
}

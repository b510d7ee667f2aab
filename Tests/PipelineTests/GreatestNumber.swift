import Synchronization

/// The greatest of the numbers that were noted, from whichever thread.
final class GreatestNumber: Sendable {
  private let kept = Mutex(0)

  func note(_ number: Int) {
    kept.withLock { $0 = max($0, number) }
  }

  var greatest: Int { kept.withLock { $0 } }
}

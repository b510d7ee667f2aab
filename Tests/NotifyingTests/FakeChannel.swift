import Synchronization
import System

@testable import Notifying

/// A channel whose answers the test gives.
final class FakeChannel: Channel {
  private let answer: @Sendable (Notice, Interruption) -> Attempt
  private let state = Mutex((told: [String](), busy: 0, mostBusy: 0))

  init(_ answer: @escaping @Sendable (Notice, Interruption) -> Attempt) {
    self.answer = answer
  }

  func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    state.withLock {
      $0.told.append(notice.key)
      $0.busy += 1
      $0.mostBusy = max($0.mostBusy, $0.busy)
    }
    defer { state.withLock { $0.busy -= 1 } }
    return answer(notice, interruption)
  }

  /// The keys of what it was told.
  var told: [String] { state.withLock { $0.told } }
  /// How many were told at one time.
  var mostBusy: Int { state.withLock { $0.mostBusy } }
}

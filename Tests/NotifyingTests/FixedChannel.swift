import Synchronization
import System

@testable import Notifying

/// A channel that ends each try in the same way.
final class FixedChannel: Channel {
  private let answer: Attempt
  private let state = Mutex<[String]>([])

  init(_ answer: Attempt) { self.answer = answer }

  func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    state.withLock { $0.append(notice.key) }
    return answer
  }

  /// The keys of what it was told.
  var told: [String] { state.withLock { $0 } }
}

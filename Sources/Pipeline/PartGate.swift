import Synchronization
import Traffic

/// Admits a bounded number of parts at a time.
///
/// It is apart from the actor that adds the parts, since that is busy with one while another is asked for.
final class PartGate: Sendable {
  private struct State {
    var admitted = 0
    var added = 0
    var wishes: Aggregator.Wishes
    var waiting: CheckedContinuation<Void, Never>?
  }

  private let limit: Int
  private let state: Mutex<State>

  init(limit: Int, _ wishes: Aggregator.Wishes) {
    self.limit = limit
    state = Mutex(State(wishes: wishes))
  }

  /// Waits until another part is admitted, and returns how to tally its lines; only one caller may wait at
  /// a time.
  func admit() async -> Aggregator.Wishes {
    await withCheckedContinuation { continuation in
      let isOpen = state.withLock { state in
        if state.admitted - state.added < limit { return true }
        state.waiting = continuation
        return false
      }
      if isOpen { continuation.resume() }
    }
    return state.withLock { state in
      state.admitted += 1
      return state.wishes
    }
  }

  /// Records how many parts have been added, and how to tally the lines of the next ones.
  func open(added: Int, _ wishes: Aggregator.Wishes) {
    let waiting = state.withLock { state in
      state.added = added
      state.wishes = wishes
      return state.admitted - added < limit ? state.waiting.take() : nil
    }
    waiting?.resume()
  }
}

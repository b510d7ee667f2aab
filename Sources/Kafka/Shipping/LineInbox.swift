package import LogTail
private import Synchronization
package import System

/// Hands what a source gives from the task that takes it to a thread that may block, one item at a time.
package final class LineInbox: Sendable {
  private struct State {
    var item: TailItem?
    var hasEnded = false
    var isStopped = false
    var giver: CheckedContinuation<Void, Never>?
  }

  private let state = Mutex(State())
  let wakeUp: WakeUp

  package init() throws(SystemError) { wakeUp = try WakeUp() }

  /// Gives an item, and waits until the one before was taken; `false` once it was stopped.
  package func put(_ item: TailItem) async -> Bool {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.isStopped || state.item == nil { return true }
        state.giver = continuation
        return false
      }
      if isFree { continuation.resume() }
    }
    let isTaken = state.withLock { state in
      if !state.isStopped { state.item = item }
      return !state.isStopped
    }
    wakeUp.wake()
    return isTaken
  }

  /// Says that nothing more comes.
  package func end() {
    state.withLock { $0.hasEnded = true }
    wakeUp.wake()
  }

  /// Takes what was given.
  func take() -> TailItem? {
    let (item, giver) = state.withLock { state in (state.item.take(), state.giver.take()) }
    giver?.resume()
    return item
  }

  /// Whether nothing more comes, and nothing is left.
  var isOver: Bool { state.withLock { $0.hasEnded && $0.item == nil } }

  /// Takes nothing more: who gives is told so.
  func stop() {
    let giver = state.withLock { state in
      state.isStopped = true
      state.item = nil
      return state.giver.take()
    }
    giver?.resume()
  }
}

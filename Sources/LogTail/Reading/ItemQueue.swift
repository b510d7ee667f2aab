private import Synchronization
package import System

/// The bounded queue between the reading thread and the task that takes the items.
///
/// A full queue blocks the thread, so that a slow consumer slows reading and never grows memory.
package final class ItemQueue: Sendable {
  private struct State {
    var items: [TailItem] = []
    var consumer: CheckedContinuation<TailItem?, Never>?
    var isFinished = false
    /// Whether nothing is to be waited for any more.
    var isLast = false
    var isStopped = false
    var isReaderWaiting = false
    /// What was answered to the question whether earlier lines are wanted, until it is taken.
    var earlierAnswer: Bool?
  }

  private enum Room {
    case given
    case none
    case stopped
  }

  /// One item waits here while the thread reads another.
  ///
  /// With two, a replay took half a MiB more memory and no less time.
  private static let capacity = 1

  private let state = Mutex(State())
  /// Wakes the reading thread.
  package let wakeUp: WakeUp

  package init(wakeUp: WakeUp) {
    self.wakeUp = wakeUp
  }

  package var isStopped: Bool { state.withLock { $0.isStopped } }
  package var isLast: Bool { state.withLock { $0.isLast } }

  /// Passes on an item, and waits while the queue is full; `false` once reading was stopped.
  ///
  /// For the reading thread alone: it blocks.
  package func put(_ item: TailItem) -> Bool {
    while true {
      switch offer(item) {
      case .given: return true
      case .stopped: return false
      case .none: wakeUp.wait(atMost: nil)
      }
    }
  }

  private func offer(_ item: TailItem) -> Room {
    var consumer: CheckedContinuation<TailItem?, Never>?
    let room: Room = state.withLock { state in
      guard !state.isStopped else { return .stopped }
      if let waiting = state.consumer.take() {
        consumer = waiting
        return .given
      }
      guard state.items.count < ItemQueue.capacity else {
        state.isReaderWaiting = true
        return .none
      }
      state.items.append(item)
      return .given
    }
    consumer?.resume(returning: item)
    return room
  }

  /// Says that nothing more will come.
  package func finish() {
    let consumer = state.withLock { state in
      state.isFinished = true
      return state.consumer.take()
    }
    consumer?.resume(returning: nil)
  }

  /// Asks for what there is to read now, and no more.
  package func askForTheLast() {
    state.withLock { $0.isLast = true }
    wakeUp.wake()
  }

  /// Says whether earlier lines are wanted.
  package func answerEarlier(_ isWanted: Bool) {
    state.withLock { $0.earlierAnswer = isWanted }
    wakeUp.wake()
  }

  /// Takes what was said of earlier lines.
  package func takeEarlierAnswer() -> Bool? {
    state.withLock { $0.earlierAnswer.take() }
  }

  /// Ends it at once: what is queued is dropped, and the reading thread is woken to end.
  package func stop() {
    let consumer = state.withLock { state in
      state.isStopped = true
      state.items = []
      return state.consumer.take()
    }
    consumer?.resume(returning: nil)
    wakeUp.wake()
  }

  /// The next item, or `nil` when it is over.
  ///
  /// A cancelled task ends the reading.
  package func take() async -> TailItem? {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        switch next(or: continuation) {
        case .item(let item): continuation.resume(returning: item)
        case .waits: break
        }
      }
    } onCancel: {
      stop()
    }
  }

  private enum Next {
    case item(TailItem?)
    case waits
  }

  private func next(or continuation: CheckedContinuation<TailItem?, Never>) -> Next {
    var mustWake = false
    let next: Next = state.withLock { state in
      if !state.items.isEmpty {
        mustWake = state.isReaderWaiting
        state.isReaderWaiting = false
        return .item(state.items.removeFirst())
      }
      if state.isFinished || state.isStopped { return .item(nil) }
      precondition(state.consumer == nil, "one task at a time awaits what is read")
      state.consumer = continuation
      return .waits
    }
    if mustWake { wakeUp.wake() }
    return next
  }
}

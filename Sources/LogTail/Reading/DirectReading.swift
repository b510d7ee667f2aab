import Synchronization

/// Reads logs in the task that takes what they say.
///
/// The core that reads lines has them in its cache, and parses them next. With a thread that read, a replay
/// took up to an eighth more time. But a read that waits holds up one of the few threads that tasks have, so
/// that only files that are there, on this machine, are read like this.
final class DirectReading: Sendable {
  private struct State {
    var tail: Tail
    var progress: NotedProgress
  }

  private let state: Mutex<State>
  /// Says when to end; nothing is put into it.
  private let queue: ItemQueue

  init(_ tail: sending Tail, _ queue: ItemQueue, _ progress: NotedProgress) {
    state = Mutex(State(tail: tail, progress: progress))
    self.queue = queue
  }

  /// The next item, or `nil` when it is over.
  ///
  /// For one task at a time.
  func next() -> TailItem? {
    state.withLock { state in
      while !queue.isStopped, !queue.isLast, !Task.isCancelled {
        switch state.tail.next(at: .now) {
        case .item(let item):
          state.progress.note(item, of: state.tail)
          return item
        case .busy: state.progress.note(state.tail)
        case .idle, .finished:
          state.progress.note(state.tail)
          state.progress.end()
          return nil
        }
      }
      return nil
    }
  }
}

import Synchronization

/// Lets one task after the other save.
final class StateTurn: Sendable {
  private struct Line {
    var isTaken = false
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let line = Mutex(Line())

  /// Waits until no other task has the turn, and takes it.
  func begin() async {
    await withCheckedContinuation { continuation in
      let isMine = line.withLock { line in
        defer { line.isTaken = true }
        if line.isTaken { line.waiting.append(continuation) }
        return !line.isTaken
      }
      if isMine { continuation.resume() }
    }
  }

  /// Gives the turn to the task that has waited the longest.
  func end() {
    let next = line.withLock { line in
      if line.waiting.isEmpty { line.isTaken = false }
      return line.waiting.isEmpty ? nil : line.waiting.removeFirst()
    }
    next?.resume()
  }
}

import Traffic

/// Has workers take turns at a source: one takes the next element while the others tally theirs.
///
/// The worker that took an element tallies it too: a source that reads when it is asked has then read
/// into the cache of the core that parses next.
actor SourceTurns<Source: AsyncSequence & Sendable> where Source.Element == Intake {
  /// An element, and how to tally its lines.
  struct Turn {
    var item: Intake
    /// Its place in the order of the log.
    var number: Int
    var wishes: Aggregator.Wishes
  }

  private let aggregator: Aggregator
  /// `nil` while a worker has its turn.
  private var iterator: Source.AsyncIterator?
  private var isOver = false
  private var number = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(_ source: Source, for aggregator: Aggregator) {
    self.aggregator = aggregator
    iterator = source.makeAsyncIterator()
  }

  /// The next element, once the aggregator admits it; `nil` when there is no other.
  ///
  /// - Throws: The error of the source, once; it is over then.
  func next() async throws -> Turn? {
    while iterator == nil, !isOver {
      await withCheckedContinuation { waiting.append($0) }
    }
    guard !isOver, var taken = iterator else { return nil }
    iterator = nil
    do {
      var turn: Turn?
      if let item = try await taken.next(isolation: self) {
        turn = Turn(item: item, number: number, wishes: await aggregator.admit())
        number += 1
      }
      iterator = taken
      pass(isLast: turn == nil)
      return turn
    } catch {
      pass(isLast: true)
      throw error
    }
  }

  /// Ends a turn: the worker that has waited longest has the next one, or all hear that it is over.
  private func pass(isLast: Bool) {
    isOver = isLast
    let next = waiting.prefix(isLast ? waiting.count : 1)
    waiting.removeFirst(next.count)
    for worker in next { worker.resume() }
  }
}

package import Feed

/// A source whose thread puts what it reads into a queue.
///
/// The reading ends with the last reference to the source. It gives no earlier lines.
package final class QueuedSource: LineSource {
  package typealias Element = TailItem
  package typealias Failure = Never

  package let progress: LoadProgress
  private let queue: ItemQueue

  /// Adopts the queue that a thread fills.
  package init(_ queue: ItemQueue, _ progress: LoadProgress) {
    self.queue = queue
    self.progress = progress
  }

  deinit { stop() }

  package func finish() { queue.askForTheLast() }

  package func stop() { queue.stop() }

  package func makeAsyncIterator() -> Iterator { Iterator(source: self) }

  /// Takes what was read; only one task at a time may wait for it.
  package struct Iterator: AsyncIteratorProtocol {
    /// Kept, because the reading ends with the last reference to it.
    fileprivate let source: QueuedSource

    package func next() async -> TailItem? { await source.queue.take() }
  }
}

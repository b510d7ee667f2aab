package import Feed
package import LogTail
package import Remote
import System

/// Reads the lines of a topic, all of its partitions, on a thread of its own.
package final class KafkaSource: LineSource {
  package typealias Element = TailItem
  package typealias Failure = Never

  package let progress = LoadProgress()
  private let queue: ItemQueue

  /// What is read, and from where.
  package struct Configuration: Sendable {
    package enum Beginning: Sendable, Equatable {
      /// What arrived in the last seconds is context, what arrives from now on counts.
      case back(seconds: Int)
      /// All that there is counts.
      case oldest
    }

    package var place: KafkaPlace
    package var settings: KafkaSettings
    package var beginning: Beginning
    /// How far the run before has read; its partitions are read on from there.
    package var positions: [FilePosition]

    package init(
      _ place: KafkaPlace, settings: KafkaSettings, beginning: Beginning,
      positions: [FilePosition] = []
    ) {
      self.place = place
      self.settings = settings
      self.beginning = beginning
      self.positions = positions
    }
  }

  /// Begins to connect.
  ///
  /// - Throws: ``KafkaError`` if there is no library, or it does not take the settings.
  package init(_ configuration: Configuration, _ knowledge: LineKnowledge) throws {
    let client = try KafkaClient(
      .consumer, configuration.place.brokers, configuration.settings,
      defaults: KafkaLoop.defaults)
    queue = ItemQueue(wakeUp: try WakeUp())
    let loop = KafkaLoop(
      configuration, client, knowledge, queue, progress, records: try WakeUp())
    // Nothing else has it.
    nonisolated(unsafe) let sent = loop
    try Thread.start { unsafe sent.run() }
  }

  deinit { stop() }

  package func finish() { queue.askForTheLast() }

  package func stop() { queue.stop() }

  package func makeAsyncIterator() -> Iterator { Iterator(source: self) }

  /// Takes what was read; only one task at a time may wait for it.
  package struct Iterator: AsyncIteratorProtocol {
    /// Kept, because the reading ends with the last reference to it.
    fileprivate let source: KafkaSource

    package func next() async -> TailItem? { await source.queue.take() }
  }
}

package import LogTail
package import Remote
import System

/// Reads the lines and the sums of a topic, all of its partitions, on a thread of its own.
package enum KafkaSource {
  /// What is read, and from where.
  package struct Configuration: Sendable {
    package enum Beginning: Sendable, Equatable {
      /// What arrived in the last seconds is context, what arrives from now on counts.
      case back(seconds: Int)
      /// All that there is counts.
      case oldest
      /// All that arrived from that time on counts, in milliseconds since the epoch.
      case since(Int)
    }

    package var place: KafkaPlace
    package var settings: KafkaSettings
    package var beginning: Beginning
    /// How far the run before has read; its partitions are read on from there.
    package var positions: [FilePosition]
    /// Whether lines are read; otherwise records that are no sums are counted, and said.
    package var takesLines = true
    /// Why records of sums cannot be used, if they cannot.
    package var sumsRefusal: String?
    /// Says what a record of sums is a state of; `nil` where it cannot be read.
    ///
    /// With it, revisions of context that a later one replaces are left out.
    package var stamp: (@Sendable (_ record: [UInt8]) -> SumStamp?)?

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
  package static func open(
    _ configuration: Configuration, _ knowledge: LineKnowledge
  ) throws -> QueuedSource {
    let client = try KafkaClient(
      .consumer, configuration.place.brokers, configuration.settings,
      defaults: KafkaLoop.defaults)
    let (queue, progress) = (ItemQueue(wakeUp: try WakeUp()), LoadProgress())
    let loop = KafkaLoop(
      configuration, client, knowledge, queue, progress, records: try WakeUp())
    // Nothing else has it.
    nonisolated(unsafe) let sent = loop
    try Thread.start { unsafe sent.run() }
    return QueuedSource(queue, progress)
  }
}

import Pipeline
import Synchronization

/// A sink that keeps what it was told.
final class EventLog: EventSink {
  private let told = Mutex<[TrafficEvent]>([])

  func take(_ events: [TrafficEvent]) {
    told.withLock { $0 += events }
  }

  var events: [TrafficEvent] { told.withLock { $0 } }

  /// All that an aggregator has told.
  func events(of aggregator: Aggregator) async -> [TrafficEvent] {
    _ = await aggregator.bus.delivered { false }
    return events
  }
}

import Pipeline
import Synchronization

/// What an aggregator told, from whichever thread.
final class EventLog: Sendable {
  private let told = Mutex<[TrafficEvent]>([])

  func append(_ events: [TrafficEvent]) {
    told.withLock { $0 += events }
  }

  var events: [TrafficEvent] { told.withLock { $0 } }
}

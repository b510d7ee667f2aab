import Feed
import Pipeline

/// Has the screen say what records of a source are lost, or not taken in, and why.
final class LossSink: EventSink {
  private let show: @Sendable (String) -> Void

  init(show: @escaping @Sendable (String) -> Void) { self.show = show }

  func wants(_ event: TrafficEvent) -> Bool { LossSink.reason(event) != nil }

  func take(_ events: [TrafficEvent]) {
    for reason in events.compactMap(LossSink.reason) { show(reason) }
  }

  private static func reason(_ event: TrafficEvent) -> String? {
    guard case .source(let event, _) = event, case .lost = event.change else { return nil }
    return event.change.reason.map { "\(event.source): \($0)" }
  }
}

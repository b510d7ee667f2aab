/// Takes events: a report, a notification, a topic.
package protocol EventSink: Sendable {
  /// Takes the next events, in order.
  ///
  /// Called on the sink's own thread; it may block.
  func take(_ events: [TrafficEvent])

  /// Whether the sink has a use for an event; others take no place in its queue.
  ///
  /// Called on any thread.
  func wants(_ event: TrafficEvent) -> Bool
}

extension EventSink {
  package func wants(_ event: TrafficEvent) -> Bool { true }
}

/// What happens when events come faster than a sink takes them.
package enum SlowSinkPolicy: Sendable {
  /// Reading waits for the sink, which misses nothing.
  case holdUp
  /// The oldest events are dropped, so that the sink holds up nothing.
  case dropOldest
}

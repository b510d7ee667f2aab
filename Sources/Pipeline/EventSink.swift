/// Listens to what happens: a report, a notification, a topic.
package protocol EventSink: Sendable {
  /// Takes the next events, in order.
  ///
  /// It is called on a thread of the sink's own, and may block.
  func take(_ events: [TrafficEvent])
}

/// What becomes of events that come faster than a sink takes them.
package enum SlowSinkPolicy: Sendable {
  /// Reading waits for the sink, so that it misses nothing.
  case holdUp
  /// The oldest events are dropped, so that the sink holds up nothing.
  case dropOldest
}

package import Traffic

/// A rule that was breached, or that recovered.
package struct AlertTransition: Hashable, Sendable {
  package enum State: String, Sendable {
    case triggered
    case recovered
  }

  /// As it was when this happened.
  package var rule: AlertRule
  package var state: State
  /// The last second of the window that was judged.
  package var time: Instant
  /// Hits in that window.
  package var hits: Int
  /// When the breach began: `time` itself for a trigger.
  package var triggerTime: Instant
  /// The most hits of any window from the trigger to `time`.
  package var peakHits: Int

  /// Creates a transition; a trigger needs neither `triggerTime` nor `peakHits`.
  package init(
    rule: AlertRule, state: State, time: Instant, hits: Int, triggerTime: Instant? = nil,
    peakHits: Int? = nil
  ) {
    self.rule = rule
    self.state = state
    self.time = time
    self.hits = hits
    self.triggerTime = triggerTime ?? time
    self.peakHits = peakHits ?? hits
  }

  /// Hits per second over the window.
  package var average: Double { Double(hits) / Double(rule.windowSeconds) }

  /// The sentence that tells a person, with a `time` in ISO 8601.
  package func message(time: String) -> String {
    switch state {
    case .triggered:
      "High traffic generated an alert - hits = \(hits), triggered at \(time)"
    case .recovered:
      "High traffic alert recovered - hits = \(hits), recovered at \(time)"
    }
  }
}

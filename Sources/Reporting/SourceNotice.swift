package import Traffic

/// What happened to a file or a stream that lines are read from.
package struct SourceNotice: Hashable, Sendable {
  package enum Event: String, CaseIterable, Sendable {
    case opened
    /// Another file took its name; reading goes on with that one.
    case rotated
    /// It shrank; reading goes on from its start.
    case truncated
    /// It is not there yet, or no longer.
    case waiting
    /// It cannot be read; reading goes on once it can.
    case failed
    /// It can be read again.
    case resumed
    /// What was read of it last is gone, and with it what was written there since.
    case missed
    /// It has come to its end.
    case ended
  }

  package var event: Event
  /// As the user named it, or as a pattern found it.
  package var path: String
  /// Why, where there is something to say.
  package var reason: String?
  /// By the wall clock: a source has no place in log time.
  package var time: Instant

  package init(event: Event, path: String, reason: String? = nil, time: Instant) {
    self.event = event
    self.path = path
    self.reason = reason
    self.time = time
  }
}

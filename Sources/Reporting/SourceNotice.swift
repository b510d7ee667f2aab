package import Traffic

/// What happened to a file or a stream that lines are read from.
package struct SourceNotice: Hashable, Sendable {
  package enum Event: String, CaseIterable, Sendable {
    case opened
    /// Another file took its name; that file is read now.
    case rotated
    /// It shrank; it is read from its start again.
    case truncated
    /// It does not exist yet, or no longer.
    case waiting
    /// It cannot be read; it is read again as soon as it can be.
    case failed
    /// It can be read again.
    case resumed
    /// The file that was read last is gone, with the lines written to it since.
    case missed
    /// All of it has been read.
    case ended
  }

  package var event: Event
  /// As the user named it, or as a pattern found it.
  package var path: String
  /// Why it happened, if a reason is known.
  package var reason: String?
  /// By the wall clock: only lines have a time of the log.
  package var time: Instant

  package init(event: Event, path: String, reason: String? = nil, time: Instant) {
    self.event = event
    self.path = path
    self.reason = reason
    self.time = time
  }
}

package import AccessLog

/// What became of a notice on one channel.
package struct Delivery: Sendable, Hashable {
  package enum Outcome: Sendable, Hashable {
    /// No try has ended yet.
    case waiting
    case delivered
    /// It was told in another way.
    case instead(String)
    /// It was not wanted on the channel.
    case skipped(String)
    /// It is tried again.
    case postponed(String)
    /// It will not be tried again.
    case failed(String)
  }

  package var channel: String
  package var key: String
  /// The sentence that was told.
  package var message: String
  /// What the wall clock showed when the outcome changed.
  package var time: Instant
  package var tries: Int
  package var outcome: Outcome
}

package import Traffic

/// What became of a notice on one channel, for the page that lists them.
package struct DeliveryEntry: Sendable, Equatable {
  package enum Outcome: Sendable, Equatable {
    case waiting
    case delivered
    /// It is tried again, or was not wanted.
    case postponed
    case failed
  }

  package var channel: String
  /// The sentence that was told.
  package var message: String
  /// When that became of it, by the wall clock.
  package var time: Instant
  package var tries: Int
  package var outcome: Outcome
  /// The outcome in words, with its reason.
  package var words: String

  package init(
    channel: String, message: String, time: Instant, tries: Int, outcome: Outcome, words: String
  ) {
    self.channel = channel
    self.message = message
    self.time = time
    self.tries = tries
    self.outcome = outcome
    self.words = words
  }
}

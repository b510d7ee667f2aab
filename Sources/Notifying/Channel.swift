package import System

/// A way to tell someone: the one thing that a file of `Channels` has to be.
package protocol Channel: Sendable {
  /// Tells one notice, and says what became of it.
  ///
  /// Called on the channel's own thread, one call at a time. It may block for a bounded time, and less
  /// once it is interrupted.
  func tell(_ notice: Notice, until interruption: Interruption) -> Attempt

  /// How long a notice may wait; one that has waited longer is passed over. `nil` for any time.
  ///
  /// Of a thousand alerts at once no one wants to hear a thousand sounds.
  var lasting: Duration? { get }
}

extension Channel {
  package var lasting: Duration? { nil }
}

/// What became of a try.
package enum Attempt: Sendable, Hashable {
  case delivered
  /// It was told in another way than it was to be, for that reason.
  case instead(String)
  /// It is not wanted on this channel now, for that reason.
  case skipped(String)
  /// Another try has no use.
  case failed(String)
  /// Another try may succeed; not before that much time, if it was said how much.
  case postponed(String, for: Duration? = nil)

  /// Whether there is nothing left to tell.
  var isTold: Bool {
    switch self {
    case .delivered, .instead, .skipped: true
    case .failed, .postponed: false
    }
  }
}

package import System

/// A way to tell someone: the one thing that a file of `Channels` has to be.
package protocol Channel: Sendable {
  /// Tells one notice, and says what became of it.
  ///
  /// Called on the channel's own thread, one call at a time. It may block for a bounded time, and less
  /// once it is interrupted.
  func tell(_ notice: Notice, until interruption: Interruption) -> Attempt
}

/// What became of a try.
package enum Attempt: Sendable, Hashable {
  case delivered
  /// Another try has no use.
  case failed(String)
  /// Another try may succeed; not before that much time, if it was said how much.
  case postponed(String, for: Duration? = nil)
}

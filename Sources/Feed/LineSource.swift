/// Gives lines and says what becomes of where they come from: files, pipes, later other machines.
///
/// One task at a time takes what it gives, in order. It sleeps while there is nothing to give, and reads no
/// further while nothing is taken.
package protocol LineSource<Element>: AsyncSequence, Sendable where Failure == Never {
  /// How far the reading of what was there at the start has come.
  var progress: LoadProgress { get }

  /// Ends the sequence once what is there now has been given.
  func finish()

  /// Ends the sequence at once, whatever reading waits for; what was not taken yet is dropped.
  func stop()

  /// Says, after a stretch of lines from before those that were given at the start, whether another
  /// one is wanted.
  func answerEarlier(_ isWanted: Bool)
}

extension LineSource {
  /// A source that gives no earlier lines is not asked for more.
  package func answerEarlier(_ isWanted: Bool) {}
}

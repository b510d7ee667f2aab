import AccessLog

/// What was added to a second after it had closed.
package struct Correction: Sendable {
  package var second: Instant
  package var sums: SecondSums

  /// Whether its second lies in a window of so many seconds that ends with `end`.
  package func isIn(window: Int, endingAt end: Instant) -> Bool {
    second <= end && second > end - window
  }
}

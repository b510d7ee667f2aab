import AccessLog

/// A number that is counted for each second, which rules add up over their windows.
package enum SecondCount: Hashable, Sendable {
  case hits
  /// Hits with a status from 400 to 599.
  case errors
}

/// Something that knows what was counted of each second; where it knows nothing, that is 0.
package protocol SecondCounts {
  /// What a window of so many seconds that ends with `end` has more than the one a second before.
  func gain(_ count: SecondCount, window: Int, endingAt end: Instant) -> Int

  /// The sum over a window of so many seconds that ends with `end`.
  ///
  /// - Complexity: O(window).
  func sum(_ count: SecondCount, window: Int, endingAt end: Instant) -> Int
}

extension SecondRing: SecondCounts {
  package func gain(_ count: SecondCount, window: Int, endingAt end: Instant) -> Int {
    self[end.seconds].count(count) - self[end.seconds - window].count(count)
  }

  package func sum(_ count: SecondCount, window: Int, endingAt end: Instant) -> Int {
    (end.seconds - window + 1...end.seconds).reduce(0) { $0 + self[$1].count(count) }
  }
}

extension SecondSeries: SecondCounts {
  package func gain(_ count: SecondCount, window: Int, endingAt end: Instant) -> Int {
    self[count, end - start] - self[count, end - start - window]
  }

  package func sum(_ count: SecondCount, window: Int, endingAt end: Instant) -> Int {
    let last = end - start
    return (last - window + 1...last).reduce(0) { $0 + self[count, $1] }
  }

  private subscript(count: SecondCount, index: Int) -> Int {
    guard hits.indices.contains(index) else { return 0 }
    return switch count {
    case .hits: hits[index]
    case .errors: errors[index]
    }
  }
}

/// Hits that were added to a second after it had closed.
package struct Correction: Sendable {
  package var second: Instant
  var sums: HitSums

  package func count(_ count: SecondCount) -> Int { sums.count(count) }

  /// Whether its second lies in a window of so many seconds that ends with `end`.
  package func isIn(window: Int, endingAt end: Instant) -> Bool {
    second <= end && second > end - window
  }
}

extension HitSums {
  func count(_ count: SecondCount) -> Int {
    switch count {
    case .hits: hits
    case .errors: errors
    }
  }
}

import AccessLog

/// What each of a run of seconds added up to, oldest first; the three arrays are equally long.
package struct SecondSeries: Sendable, Equatable {
  /// The first second; meaningless while there are none.
  package var start = Instant(0)
  package var hits: [Int] = []
  /// Hits with a status from 400 to 599.
  package var errors: [Int] = []
  /// Response bytes.
  package var bytes: [Int] = []

  package init() {}

  /// The second at an index, which need not be among those that are known.
  package func second(at index: Int) -> Instant { start + index }
}

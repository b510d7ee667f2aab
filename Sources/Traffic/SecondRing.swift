import AccessLog

/// What each of the last seconds added up to, in a ring of fixed size.
package struct SecondRing: Sendable {
  private var sums: [HitSums]
  /// The newest second that is kept.
  package private(set) var newest: Int

  /// Creates an empty ring that keeps at least `count` seconds up to `newest`.
  init(count: Int, newest: Int) {
    var size = 1
    while size < count { size *= 2 }
    sums = Array(repeating: HitSums(), count: size)
    self.newest = newest
  }

  /// The same seconds in a ring that is at least as long.
  func widened(to other: SecondRing) -> SecondRing {
    guard other.sums.count > sums.count else { return self }
    var wider = other
    for second in oldest...newest { wider.add(self[second], to: second) }
    return wider
  }

  /// The oldest second that is kept.
  package var oldest: Int { newest - sums.count + 1 }

  /// The sums of a second; nothing where none is kept.
  package subscript(second: Int) -> HitSums {
    second >= oldest && second <= newest ? sums[second & (sums.count - 1)] : HitSums()
  }

  /// Whether a window of so many seconds lies in the time of which all lines were read; `nil` is for
  /// everything.
  package static func isRead(
    window: Int, endingAt second: Instant, since covered: Instant?
  ) -> Bool {
    covered.map { second - $0 >= window - 1 } ?? true
  }

  /// Adds to a second, if it is kept.
  package mutating func add(_ added: HitSums, to second: Int) {
    guard second >= oldest, second <= newest else { return }
    sums[second & (sums.count - 1)].merge(added)
  }

  /// Moves on to a newer second.
  ///
  /// - Complexity: O(seconds passed), at most O(size).
  mutating func advance(to second: Int) {
    guard second > newest else { return }
    for passed in max(newest + 1, second - sums.count + 1)...second {
      sums[passed & (sums.count - 1)] = HitSums()
    }
    newest = second
  }
}

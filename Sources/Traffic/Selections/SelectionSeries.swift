import AccessLog

/// What a selection added up to in each of the last seconds, in a ring of fixed size.
package struct SelectionSeries: Sendable {
  package struct Sums: Sendable, Hashable {
    package var hits = 0
    package var extra = 0

    package init(hits: Int = 0, extra: Int = 0) {
      self.hits = hits
      self.extra = extra
    }
  }

  package let selection: Selection
  private var sums: [Sums]
  /// The newest second that is kept.
  package private(set) var newest: Int
  /// The first second of which all was added up; `nil` if nothing before was left out.
  package var coveredSince: Instant?

  /// Creates an empty ring that keeps at least `count` seconds up to `newest`.
  init(_ selection: Selection, count: Int, newest: Int) {
    self.selection = selection
    var size = 1
    while size < count { size *= 2 }
    sums = Array(repeating: Sums(), count: size)
    self.newest = newest
  }

  /// The oldest second that is kept.
  package var oldest: Int { newest - sums.count + 1 }

  /// The sums of a second; nothing where none is kept.
  package subscript(second: Int) -> Sums {
    second >= oldest && second <= newest ? sums[second & (sums.count - 1)] : Sums()
  }

  /// Adds to a second, if it is kept.
  package mutating func add(_ added: Sums, to second: Int) {
    guard second >= oldest, second <= newest else { return }
    let index = second & (sums.count - 1)
    sums[index].hits += added.hits
    sums[index].extra = sums[index].extra.saturatingAdding(added.extra)
  }

  /// Moves on to a newer second.
  ///
  /// - Complexity: O(seconds passed), at most O(size).
  mutating func advance(to second: Int) {
    guard second > newest else { return }
    for passed in max(newest + 1, second - sums.count + 1)...second {
      sums[passed & (sums.count - 1)] = Sums()
    }
    newest = second
  }
}

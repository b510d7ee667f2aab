/// What hits of one second add up to: all of them, and those of each selection.
package struct SecondSums: Sendable, Hashable {
  package var all: HitSums
  /// One entry for each selection that has hits; in what is merged, one or more.
  package var selected: [SelectedHits]

  package init(_ all: HitSums = HitSums(), selected: [SelectedHits] = []) {
    self.all = all
    self.selected = selected
  }

  /// Adds what other hits of the second add up to.
  ///
  /// - Complexity: O(product of the numbers of selections).
  mutating func merge(_ other: SecondSums) {
    all.merge(other.all)
    for hits in other.selected {
      if let index = selected.firstIndex(where: { $0.selection == hits.selection }) {
        selected[index].merge(hits)
      } else {
        selected.append(hits)
      }
    }
  }
}

/// Hits of one second that are in a selection.
package struct SelectedHits: Sendable, Hashable {
  /// The index of the selection.
  package var selection: Int
  package var hits: Int
  /// What is added up beside the hits; stays at `Int.max` once it is reached.
  package var extra: Int

  package init(selection: Int, hits: Int = 0, extra: Int = 0) {
    self.selection = selection
    self.hits = hits
    self.extra = extra
  }

  mutating func merge(_ other: SelectedHits) {
    hits += other.hits
    extra = extra.saturatingAdding(other.extra)
  }
}

/// What hits of one second add up to: all of them, and those of each selection.
package struct SecondSums: Sendable, Hashable {
  package var all: HitSums
  /// Those of a selection that has cells stand in several entries; an entry may be there twice.
  package var selected: [SelectedHits]

  /// How many entries are compared before more are only appended.
  private static let comparedCount = 64

  package init(_ all: HitSums = HitSums(), selected: [SelectedHits] = []) {
    self.all = all
    self.selected = selected
  }

  /// Adds what other hits of the second add up to.
  package mutating func merge(_ other: SecondSums) {
    all.merge(other.all)
    guard selected.count + other.selected.count <= SecondSums.comparedCount else {
      selected += other.selected
      return
    }
    for hits in other.selected {
      if let index = selected.firstIndex(where: {
        $0.selection == hits.selection && $0.cell.group == hits.cell.group
          && $0.cell.key == hits.cell.key
      }) {
        selected[index].cell.merge(hits.cell)
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
  package var cell: SelectionCell

  package init(selection: Int, cell: SelectionCell = SelectionCell()) {
    self.selection = selection
    self.cell = cell
  }
}

/// Hits of one second and one selection that have the same group, and the same client or value where
/// the selection tells these apart.
package struct SelectionCell: Sendable, Hashable {
  /// The hash of the group's name; 0 where hits are not grouped.
  package var group: UInt64 = 0
  /// The hash of the client, or the bits of the value; 0 where the selection has neither.
  package var key: UInt64 = 0
  package var hits = 0
  /// What is added up beside the hits; stays at `Int.max` once it is reached.
  ///
  /// Of values, how many hits have one.
  package var extra = 0

  package init(group: UInt64 = 0, key: UInt64 = 0, hits: Int = 0, extra: Int = 0) {
    self.group = group
    self.key = key
    self.hits = hits
    self.extra = extra
  }

  package mutating func merge(_ other: SelectionCell) {
    hits += other.hits
    extra = extra.saturatingAdding(other.extra)
  }
}

import AccessLog

/// Where each selection of a list stands in another one.
package struct SelectionChange: Sendable {
  /// The new places; `nil` for selections that are not in the other list.
  private let places: [Int?]

  package init(from old: [Selection], to new: [Selection]) {
    places = old.map { selection in new.firstIndex(of: selection) }
  }

  /// Numbers sums by the other list; sums of other selections are dropped.
  package func apply(to sums: inout SecondSums) {
    sums.selected = sums.selected.compactMap { hits in
      places[hits.selection].map { SelectedHits(selection: $0, cell: hits.cell) }
    }
  }
}

extension ChunkTally {
  /// Numbers the sums by another list of selections; those of selections that are not in it are
  /// dropped.
  ///
  /// - Complexity: O(seconds × selections).
  package mutating func number(by others: [Selection]) {
    guard selections != others else { return }
    let change = SelectionChange(from: selections, to: others)
    for index in seconds.indices { change.apply(to: &seconds[index].sums) }
    for index in steps.indices where steps[index].jump != nil {
      if var jump = steps[index].jump {
        change.apply(to: &jump)
        steps[index].jump = jump
      }
    }
    selections = others
  }
}

extension Ledger {
  /// Adds up other selections from here on, and keeps seconds for a window of that length.
  ///
  /// Selections that were added up before keep their seconds. Of the others nothing is known up to the
  /// clock.
  ///
  /// - Complexity: O(cells).
  package mutating func adopt(_ selections: [Selection], longestWindow: Int) {
    let change = SelectionChange(from: timeline.selections.map(\.selection), to: selections)
    if var sums = held?.sums {
      change.apply(to: &sums)
      held?.sums = sums
    }
    timeline.adopt(selections, longestWindow: longestWindow)
  }
}

extension Timeline {
  fileprivate mutating func adopt(_ selections: [Selection], longestWindow: Int) {
    let oldest = Instant(seconds.oldest)
    let ring = Timeline.ring(timing, longestWindow, endingAt: seconds.newest)
    let wider = seconds.widened(to: ring)
    if wider.oldest < seconds.oldest, let firstHit, firstHit < oldest {
      summedSince = max(summedSince ?? oldest, oldest)
    }
    seconds = wider
    let count = Timeline.keptSeconds(timing, longestWindow)
    let cellLimit = Timeline.cellLimit(selections)
    self.selections = selections.map { selection in
      guard let before = self.selections.first(where: { $0.selection == selection }) else {
        var series = SelectionSeries(
          selection, count: count, newest: seconds.newest, cellLimit: cellLimit)
        series.coveredSince = clock.map { $0 + 1 }
        return series
      }
      var series = before.continued(count: count, cellLimit: cellLimit)
      if series.oldest < before.oldest, let firstHit, firstHit < Instant(before.oldest) {
        let oldest = Instant(before.oldest)
        series.coveredSince = max(series.coveredSince ?? oldest, oldest)
      }
      return series
    }
    self.longestWindow = longestWindow
  }

  /// Counts selections as not known up to the clock, but for those that are among `known`.
  package mutating func forget(selectionsBut known: [Selection]) {
    guard let clock else { return }
    for index in selections.indices where !known.contains(selections[index].selection) {
      selections[index].coveredSince = clock + 1
    }
  }
}

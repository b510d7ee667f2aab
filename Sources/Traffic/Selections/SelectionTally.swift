import AccessLog
import Query

/// Adds up the hits of one second that are in each selection.
///
/// - Complexity: adding a hit is O(selections), without allocation.
struct SelectionTally: Sendable {
  /// What has to be known of a selection for each hit.
  private struct Row: Sendable {
    /// The index of its filter; -1 for all hits.
    var filter = -1
    /// The index of the filter of the hits that are added up beside its own; -1 without one.
    var extraFilter = -1
    var addsBytes = false
    var addsErrors = false
    var sums: SelectedHits
  }

  private var rows: [Row] = []

  /// Which selections see hits; the filters stand in this order, each once.
  static func filters(of selections: [Selection]) -> [Filter] {
    var filters: [Filter] = []
    for filter in selections.flatMap(\.filters) where !filters.contains(filter) {
      filters.append(filter)
    }
    return filters
  }

  init(_ selections: [Selection]) {
    let filters = SelectionTally.filters(of: selections)
    func index(of filter: Filter?) -> Int {
      filter.flatMap { filters.firstIndex(of: $0) } ?? -1
    }
    for (number, selection) in selections.enumerated() {
      var row = Row(sums: SelectedHits(selection: number))
      row.filter = index(of: selection.filter)
      switch selection.extra {
      case .nothing, .malformed: break
      case .bytes: row.addsBytes = true
      case .errors: row.addsErrors = true
      case .matching(let filter): row.extraFilter = index(of: filter)
      }
      rows.append(row)
    }
  }

  /// Whether there are no selections.
  var isEmpty: Bool { rows.isEmpty }

  /// Adds a hit.
  @inline(__always)
  mutating func add(_ record: LineRecord, _ marks: HitMarks) {
    for index in rows.indices
    where rows[index].filter < 0 || marks.has(record, filter: rows[index].filter) {
      rows[index].sums.hits &+= 1
      if rows[index].addsBytes {
        rows[index].sums.extra = rows[index].sums.extra.saturatingAdding(record.responseBytes)
      } else if rows[index].addsErrors {
        rows[index].sums.extra &+= record.isError ? 1 : 0
      } else if rows[index].extraFilter >= 0, marks.has(record, filter: rows[index].extraFilter) {
        rows[index].sums.extra &+= 1
      }
    }
  }

  /// What was added since the last call.
  mutating func take() -> [SelectedHits] {
    var taken: [SelectedHits] = []
    for index in rows.indices where rows[index].sums.hits > 0 {
      taken.append(rows[index].sums)
      rows[index].sums = SelectedHits(selection: index)
    }
    return taken
  }
}

import AccessLog
import Query

/// Adds up the hits of one second that are in each selection.
///
/// - Complexity: adding a hit is O(selections), without allocation but for cells.
struct SelectionTally: Sendable {
  /// What has to be known of a selection for each hit.
  private struct Row: Sendable {
    enum Added: UInt8, Sendable {
      case nothing
      case bytes
      case errors
      case matching
    }

    enum Key: UInt8, Sendable {
      case none
      case client
      case bytes
      case duration
    }

    /// The index of its filter; -1 for all hits.
    var filter = -1
    /// The index of the filter of the hits that are added up beside its own; -1 without one.
    var extraFilter = -1
    /// The index of its dimension; -1 without one.
    var group = -1
    var added = Added.nothing
    var key = Key.none
    /// What a selection without cells adds up to.
    var sums = SelectionCell()
  }

  private var rows: [Row] = []
  private var cells: [SelectedHits] = []
  /// Where each cell stands.
  private var places = CellPlaces()

  /// The filters of selections, each once; marks go by their order.
  static func filters(of selections: [Selection]) -> [Filter] {
    unique(selections.flatMap(\.filters))
  }

  /// The dimensions of selections, each once.
  static func dimensions(of selections: [Selection]) -> [Dimension] {
    unique(selections.compactMap(\.group))
  }

  private static func unique<Value: Equatable>(_ values: [Value]) -> [Value] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  init(_ selections: [Selection]) {
    let filters = SelectionTally.filters(of: selections)
    let dimensions = SelectionTally.dimensions(of: selections)
    func index(of filter: Filter?) -> Int {
      filter.flatMap { filters.firstIndex(of: $0) } ?? -1
    }
    rows = selections.map { selection in
      var row = Row(filter: index(of: selection.filter))
      row.group = selection.group.flatMap { dimensions.firstIndex(of: $0) } ?? -1
      switch selection.extra {
      case .nothing, .malformed: break
      case .bytes: row.added = .bytes
      case .errors: row.added = .errors
      case .matching(let filter):
        row.added = .matching
        row.extraFilter = index(of: filter)
      case .clients: row.key = .client
      case .values(.bytes): row.key = .bytes
      case .values(.duration): row.key = .duration
      }
      return row
    }
  }

  /// Whether there are no selections.
  var isEmpty: Bool { rows.isEmpty }

  /// Adds a hit.
  @inline(__always)
  mutating func add(_ record: LineRecord, _ marks: HitMarks) {
    for index in rows.indices
    where rows[index].filter < 0 || marks.has(record, filter: rows[index].filter) {
      var extra = 0
      switch rows[index].added {
      case .nothing: break
      case .bytes: extra = record.responseBytes
      case .errors: extra = record.isError ? 1 : 0
      case .matching: extra = marks.has(record, filter: rows[index].extraFilter) ? 1 : 0
      }
      guard rows[index].group < 0, rows[index].key == .none else {
        addCell(index, record, marks, extra)
        continue
      }
      rows[index].sums.hits &+= 1
      rows[index].sums.extra = rows[index].sums.extra.saturatingAdding(extra)
    }
  }

  private mutating func addCell(
    _ index: Int, _ record: LineRecord, _ marks: HitMarks, _ extra: Int
  ) {
    let row = rows[index]
    var cell = SelectionCell(hits: 1, extra: extra)
    if row.group >= 0 { cell.group = marks.group(record, dimension: row.group) }
    switch row.key {
    case .none: break
    case .client: cell.key = max(1, record.clientHash)
    case .bytes:
      cell.key = UInt64(record.responseBytes)
      cell.extra = 1
    case .duration:
      if let nanoseconds = record.duration.nanoseconds {
        cell.key = UInt64(nanoseconds)
        cell.extra = 1
      }
    }
    if let place = places.find(index, cell, in: cells, { ($0.selection, $0.cell) }) {
      cells[place].cell.merge(cell)
    } else {
      cells.append(SelectedHits(selection: index, cell: cell))
    }
  }

  /// What was added since the last call.
  mutating func take() -> [SelectedHits] {
    var taken = cells
    cells.removeAll(keepingCapacity: true)
    places.removeAll()
    for index in rows.indices where rows[index].sums.hits > 0 {
      taken.append(SelectedHits(selection: index, cell: rows[index].sums))
      rows[index].sums = SelectionCell()
    }
    return taken
  }
}

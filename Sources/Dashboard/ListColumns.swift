import AccessLog
import Canvas
import Query
import Traffic

/// The columns of a list that fit its width.
struct ListColumns {
  /// What a column shows of a row.
  enum Kind: CaseIterable {
    case name
    case hits
    case share
    case bytes
    case errors
    case errorShare
    case change
    case bar
  }

  /// One row of the table of columns.
  private struct Wanted {
    var kind: Kind
    var title: String
    /// In cells; what the others leave for the name, and the least of the bar.
    var width: Int
    /// The column is left out unless so many cells remain for the name; 0 for those always there.
    var leaving = 0
    /// The order that the column shows.
    var order: GroupOrder?
  }

  /// All columns from left to right.
  ///
  /// A wider list shows more of them. Each is as wide as the longest text of its kind.
  private static let table: [Wanted] = [
    Wanted(kind: .name, title: "", width: 0),
    Wanted(kind: .hits, title: "hits", width: 6, order: .hits),
    Wanted(kind: .share, title: "share", width: 5),
    Wanted(kind: .bytes, title: "bytes", width: 6, leaving: 7, order: .bytes),
    Wanted(kind: .errors, title: "errs", width: 6, order: .errors),
    Wanted(kind: .errorShare, title: "err %", width: 6, leaving: 12, order: .errorShare),
    Wanted(kind: .change, title: "change", width: 7, leaving: 12, order: .change),
    Wanted(kind: .bar, title: "", width: 10, leaving: 13),
  ]

  /// What the bar gets of the cells that it shares with the name.
  private static let barPercent = 35

  private let shown: [Wanted]
  private let dimension: Dimension
  private let nameWidth: Int
  private let barWidth: Int

  init(width: Int, of dimension: Dimension) {
    self.dimension = dimension
    var fixed = ListColumns.table.filter { $0.leaving == 0 && $0.kind != .name }
      .reduce(0) { $0 + $1.width + 1 }
    var kinds = Set(ListColumns.table.filter { $0.leaving == 0 }.map(\.kind))
    for column in ListColumns.table where column.leaving > 0 {
      guard width - fixed - column.width - 1 >= column.leaving else { break }
      fixed += column.width + 1
      kinds.insert(column.kind)
    }
    shown = ListColumns.table.filter { kinds.contains($0.kind) }
    guard let bar = shown.last, bar.kind == .bar else {
      nameWidth = max(0, width - fixed)
      barWidth = 0
      return
    }
    let left = max(0, width - fixed + bar.width)
    barWidth = max(bar.width, left * ListColumns.barPercent / 100)
    nameWidth = max(1, left - barWidth)
  }

  private func tableColumns(order: GroupOrder?) -> [TableColumn] {
    shown.map { column in
      let mark = order != nil && column.order == order ? "▾" : ""
      return switch column.kind {
      case .name: TableColumn(dimension.name, width: nameWidth, alignment: .left)
      case .bar: TableColumn(column.title, width: barWidth, alignment: .left)
      default: TableColumn(column.title + mark, width: column.width)
      }
    }
  }

  /// Writes the names of the columns; the one that orders the table has a mark.
  func drawHead(order: GroupOrder, area: Area, on grid: inout Grid) {
    let columns = tableColumns(order: order)
    let cells = zip(shown, columns).map { wanted, column in
      TableCell(column.title, wanted.order == order ? .accent : .columnHead)
    }
    grid.drawRow(cells, columns: columns, column: area.column, row: area.row)
    // The order is named even if its column is left out.
    if !shown.contains(where: { $0.order == order }) {
      grid.write(
        "by \(order.words)▾", column: area.column, row: area.row, role: .accent, limit: nameWidth)
    }
  }

  /// Writes a row; `total` are the hits that a share is taken of, `change` the hits more than in
  /// the interval before.
  func draw(
    _ group: GroupCount, change: Int?, total: Int, column: Int, row: Int, on grid: inout Grid
  ) {
    let errorRole: Role =
      group.errors == 0
      ? .muted : Double(group.errors) >= 0.1 * Double(group.hits) ? .alert : .warning
    let cells: [TableCell] = shown.map { wanted in
      switch wanted.kind {
      case .name: TableCell(dimension.shown(group.name))
      case .hits: TableCell(shortCount(group.hits), .strong)
      case .share: TableCell(shortShare(group.hits, of: total))
      case .bytes: TableCell(shortBytes(group.bytes))
      case .errors: TableCell(group.errors == 0 ? "·" : shortCount(group.errors), errorRole)
      case .errorShare: TableCell(shortShare(group.errors, of: group.hits), errorRole)
      case .change: changeCell(change)
      case .bar: TableCell("")
      }
    }
    let end =
      grid.drawRow(cells, columns: tableColumns(order: nil), column: column, row: row) - 1
    grid.drawBar(
      share: Double(group.hits) / Double(max(1, total)), column: end - barWidth, row: row,
      width: barWidth, role: .bar)
  }

  private func changeCell(_ change: Int?) -> TableCell {
    guard let change else { return TableCell("-", .muted) }
    if change == 0 { return TableCell("·", .muted) }
    return TableCell(
      (change > 0 ? "+" : "-") + shortCount(abs(change)), change > 0 ? .accent : .muted)
  }
}

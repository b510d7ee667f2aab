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
    case rate
    case p90
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
    Wanted(kind: .bytes, title: "bytes", width: 6, leaving: 12, order: .bytes),
    Wanted(kind: .errors, title: "errs", width: 6, order: .errors),
    Wanted(kind: .errorShare, title: "err %", width: 6, leaving: 14, order: .errorShare),
    Wanted(kind: .change, title: "change", width: 7, leaving: 14, order: .change),
    Wanted(kind: .p90, title: "p90", width: 6, leaving: 14, order: .p90),
    Wanted(kind: .rate, title: "hits/s", width: 7, leaving: 18),
    Wanted(kind: .bar, title: "", width: 10, leaving: 16),
  ]

  /// What the bar gets of the cells that it shares with the name.
  private static let barPercent = 35

  private let shown: [Wanted]
  let dimension: Dimension
  private let nameWidth: Int
  private let barWidth: Int

  /// The columns of a list that is ordered by one of them, which is always there; one for durations is
  /// there where any is known.
  init(width: Int, of dimension: Dimension, by order: GroupOrder, hasDurations: Bool = false) {
    self.dimension = dimension
    let table = ListColumns.table.filter { $0.kind != .p90 || hasDurations || order == .p90 }
    let required = table.filter { $0.leaving == 0 || $0.order == order }
    var fixed = required.filter { $0.kind != .name }.reduce(0) { $0 + $1.width + 1 }
    var kinds = Set(required.map(\.kind))
    for column in table where !kinds.contains(column.kind) {
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
  }

  /// Writes a row; `change` are the hits more than in the interval before.
  func draw(
    _ group: GroupCount, note: ServerNote? = nil, change: Int?, of total: ListTotals, column: Int,
    row: Int,
    on grid: inout Grid
  ) {
    let errorRole: Role =
      group.errors == 0
      ? .muted : Double(group.errors) >= 0.1 * Double(group.hits) ? .alert : .warning
    let cells: [TableCell] = shown.map { wanted in
      switch wanted.kind {
      case .name: nameCell(group.name, note)
      case .hits: TableCell(shortCount(group.hits), .strong)
      case .share: TableCell(shortShare(group.hits, of: total.hits))
      case .bytes: TableCell(shortBytes(group.bytes))
      case .errors: TableCell(group.errors == 0 ? "·" : shortCount(group.errors), errorRole)
      case .errorShare: TableCell(shortShare(group.errors, of: group.hits), errorRole)
      case .change: changeCell(change)
      case .p90: TableCell(durationText(group.p90))
      case .rate: TableCell(rateText(Double(group.hits) / Double(total.seconds)))
      case .bar: TableCell("")
      }
    }
    let end =
      grid.drawRow(cells, columns: tableColumns(order: nil), column: column, row: row) - 1
    grid.drawBar(
      share: Double(group.hits) / Double(max(1, total.hits)), column: end - barWidth, row: row,
      width: barWidth, role: .bar)
  }

  private func nameCell(_ name: [UInt8], _ note: ServerNote?) -> TableCell {
    guard let note, let said = note.words else {
      return TableCell(dimension.shown(name, width: nameWidth))
    }
    let words = " " + said
    let text = dimension.shown(name, width: max(1, nameWidth - words.utf8.count))
    return TableCell(
      "\(text.prefix(max(1, nameWidth - words.utf8.count)))\(words)", note.role)
  }

  /// How long in at most five cells: `850ms`, `1.2s`, `120s`; `-` where it is not known.
  private func durationText(_ duration: LoggedDuration) -> String {
    guard let seconds = duration.seconds else { return "-" }
    if seconds < 0.0995 { return decimal(seconds * 1_000, places: 1) + "ms" }
    if seconds < 0.9995 { return decimal(seconds * 1_000, places: 0) + "ms" }
    return seconds < 99.95
      ? decimal(seconds, places: 1) + "s" : shortCount(Int(min(seconds, 1e12))) + "s"
  }

  private func changeCell(_ change: Int?) -> TableCell {
    guard let change else { return TableCell("-", .muted) }
    if change == 0 { return TableCell("·", .muted) }
    return TableCell(
      (change > 0 ? "+" : "-") + shortCount(abs(change)), change > 0 ? .accent : .muted)
  }
}

/// What the rows of a list are parts of.
struct ListTotals {
  /// What a share is taken of.
  var hits: Int
  /// The span that the hits are of.
  var seconds: Int
}

import AccessLog
import Canvas
import Traffic

/// The sections with hits, share, bytes and errors; the order is named in the column head.
struct SectionsPanel {
  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(in area: Area, on grid: inout Grid) {
    let list = SectionList(scene)
    let total = scene.shown?.statistics.sections.count ?? 0
    let filter = scene.view.filter
    let title = PanelTitle(
      key: Panel.sections.key, name: "Sections",
      detail: filter.isEmpty ? scene.shownWords : "with \"\(filter)\"",
      note: filter.isEmpty ? "\(total) listed" : "\(list.sections.count) of \(total)")
    let inside = grid.drawPanel(
      area, title: title, border: scene.layout.border, isFocused: scene.view.focus == .sections)
    guard inside.rows > 0 else { return }
    let columns = SectionColumns(width: inside.columns)
    columns.drawHead(order: scene.view.order, area: inside, on: &grid)
    guard !list.sections.isEmpty else {
      drawNothing(in: inside, on: &grid)
      return
    }
    let hits = scene.shown?.statistics.hits ?? 0
    let window = list.window(height: inside.rows - 1)
    for (offset, index) in window.range.enumerated() {
      let row = inside.row + 1 + offset
      let section = list.sections[index]
      columns.draw(
        section, change: list.change(of: section), total: hits, column: inside.column, row: row,
        on: &grid)
      if scene.view.focus == .sections, index == list.selectedIndex {
        grid.paint(
          Area(column: inside.column, row: row, columns: inside.columns, rows: 1),
          role: .selection)
        if scene.layout.border == .rule {
          grid[column: inside.column - 1, row: row] = Cell("▸", .focus)
        }
      }
    }
    if inside.rows > 2, list.sections.count > window.range.count {
      drawPosition(window, count: list.sections.count, in: area, on: &grid)
    }
  }

  /// What is seen of how many, in the lower border.
  private func drawPosition(
    _ window: ScrollWindow, count: Int, in area: Area, on grid: inout Grid
  ) {
    guard scene.layout.border == .box else { return }
    let text = " \(window.range.lowerBound + 1)\u{2013}\(window.range.upperBound) of \(count) "
    grid.write(text, endingAt: area.endColumn - 2, row: area.endRow - 1, role: .muted)
  }

  private func drawNothing(in area: Area, on grid: inout Grid) {
    guard area.rows > 1 else { return }
    let words =
      if scene.snapshot.clock == nil {
        "No line yet"
      } else if scene.view.filter.isEmpty {
        scene.isPast
          ? "No traffic" : "No traffic in the last \(durationText(scene.snapshot.intervalSeconds))"
      } else {
        "No section has \"\(scene.view.filter)\" in it"
      }
    grid.write(
      words, column: area.column, row: area.row + 1, role: .muted, limit: area.columns)
  }
}

/// The columns of the table of sections that a width has room for.
struct SectionColumns {
  fileprivate enum Column: CaseIterable {
    case name
    case hits
    case share
    case bytes
    case errors
    case errorShare
    case change
    case bar
  }

  private let kinds: [Column]
  private let nameWidth: Int
  private let barWidth: Int

  init(width: Int) {
    kinds =
      switch width {
      case ..<34: [.name, .hits, .share, .errors]
      case ..<46: [.name, .hits, .share, .bytes, .errors]
      case ..<54: [.name, .hits, .share, .bytes, .errors, .errorShare]
      case ..<66: [.name, .hits, .share, .bytes, .errors, .errorShare, .change]
      default: Column.allCases
      }
    let fixed = kinds.reduce(0) { $0 + SectionColumns.width(of: $1) + 1 } - 1
    let left = max(0, width - fixed)
    barWidth = kinds.contains(.bar) ? max(10, left * 35 / 100) : 0
    nameWidth = kinds.contains(.bar) ? max(1, left - barWidth) : left
  }

  private static func width(of column: Column) -> Int {
    switch column {
    case .name, .bar: 0
    case .hits: 6
    case .share: 5
    case .bytes: 6
    case .errors: 6
    case .errorShare: 6
    case .change: 7
    }
  }

  private func tableColumn(_ column: Column, order: SectionOrder?) -> TableColumn {
    let isOrder = order.map { column.isOrder($0) } ?? false
    let mark = isOrder ? "▾" : ""
    return switch column {
    case .name: TableColumn("section", width: nameWidth, alignment: .left)
    case .hits: TableColumn("hits" + mark, width: 6)
    case .share: TableColumn("share", width: 5)
    case .bytes: TableColumn("bytes" + mark, width: 6)
    case .errors: TableColumn("errs" + mark, width: 6)
    case .errorShare: TableColumn("err %" + mark, width: 6)
    case .change: TableColumn("change" + mark, width: 7)
    case .bar: TableColumn("", width: barWidth, alignment: .left)
    }
  }

  /// Writes the names of the columns; the one that orders the table has a mark.
  func drawHead(order: SectionOrder, area: Area, on grid: inout Grid) {
    let columns = kinds.map { tableColumn($0, order: order) }
    let cells = zip(kinds, columns).map { kind, column in
      TableCell(column.title, kind.isOrder(order) ? .accent : .columnHead)
    }
    grid.drawRow(cells, columns: columns, column: area.column, row: area.row)
    // An order whose column has no room is still named.
    if !kinds.contains(where: { $0.isOrder(order) }) {
      grid.write(
        "by \(order.words)▾", column: area.column, row: area.row, role: .accent, limit: nameWidth)
    }
  }

  func draw(
    _ section: GroupCount, change: Int?, total: Int, column: Int, row: Int, on grid: inout Grid
  ) {
    let columns = kinds.map { tableColumn($0, order: nil) }
    let errorRole: Role =
      section.errors == 0
      ? .muted : Double(section.errors) >= 0.1 * Double(section.hits) ? .alert : .warning
    let cells: [TableCell] = kinds.map { kind in
      switch kind {
      case .name: TableCell(printableText(section.name.prefix(512)))
      case .hits: TableCell(shortCount(section.hits), .strong)
      case .share: TableCell(shortShare(section.hits, of: total))
      case .bytes: TableCell(shortBytes(section.bytes))
      case .errors: TableCell(section.errors == 0 ? "·" : shortCount(section.errors), errorRole)
      case .errorShare: TableCell(shortShare(section.errors, of: section.hits), errorRole)
      case .change: changeCell(change)
      case .bar: TableCell("")
      }
    }
    let end = grid.drawRow(cells, columns: columns, column: column, row: row) - 1
    grid.drawBar(
      share: Double(section.hits) / Double(max(1, total)), column: end - barWidth, row: row,
      width: barWidth, role: .bar)
  }

  private func changeCell(_ change: Int?) -> TableCell {
    guard let change else { return TableCell("-", .muted) }
    if change == 0 { return TableCell("·", .muted) }
    return TableCell(
      (change > 0 ? "+" : "-") + shortCount(abs(change)), change > 0 ? .accent : .muted)
  }
}

extension SectionColumns.Column {
  fileprivate func isOrder(_ order: SectionOrder) -> Bool {
    switch (self, order) {
    case (.hits, .hits), (.bytes, .bytes), (.errors, .errors), (.errorShare, .errorShare),
      (.change, .change):
      true
    default: false
    }
  }
}

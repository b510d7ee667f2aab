import AccessLog
import Canvas
import Traffic

extension Panel {
  package static let sections = Panel("sections")
}

/// The sections with hits, share, bytes and errors; the order is named in the column head.
struct SectionsPanel: PanelContent {
  /// The row of the columns' names.
  private static let headRows = 1

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
    let columns = ListColumns(width: inside.columns)
    columns.drawHead(order: scene.view.order, area: inside, on: &grid)
    guard !list.sections.isEmpty else {
      drawNothing(in: inside, on: &grid)
      return
    }
    let hits = scene.shown?.statistics.hits ?? 0
    let window = list.window(height: inside.rows - SectionsPanel.headRows)
    for (offset, index) in window.range.enumerated() {
      let row = inside.row + SectionsPanel.headRows + offset
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

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    let list = SectionList(scene)
    guard !list.sections.isEmpty else { return }
    let index = action.moved(list.selectedIndex, page: page, last: list.sections.count - 1)
    view.sectionSelection = SectionSelection(name: list.sections[index].name, index: index)
  }

  func select(row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let list = SectionList(scene)
    let window = list.window(height: inside.rows - SectionsPanel.headRows)
    let index = window.range.lowerBound + row - SectionsPanel.headRows
    guard row >= SectionsPanel.headRows, window.range.contains(index) else { return false }
    view.sectionSelection = SectionSelection(name: list.sections[index].name, index: index)
    return true
  }

  /// Shows the selected section's details.
  func open(in view: inout ViewState) -> [DashboardCommand] {
    guard let section = SectionList(scene).selected else { return [] }
    view.openSection = section.name
    return [.openSection(section.name)]
  }

  /// Writes which rows are visible into the lower border.
  private func drawPosition(
    _ window: ScrollWindow, count: Int, in area: Area, on grid: inout Grid
  ) {
    guard scene.layout.border == .box else { return }
    let text = " \(window.range.lowerBound + 1)\u{2013}\(window.range.upperBound) of \(count) "
    grid.write(
      text, endingAt: area.endColumn - PanelBorder.box.columns / 2, row: area.endRow - 1,
      role: .muted)
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

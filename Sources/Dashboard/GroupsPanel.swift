import AccessLog
import Canvas
import Query
import Traffic

extension Panel {
  package static let sections = Panel("sections")
}

/// The groups of a dimension with hits, share, bytes and errors; the order is named in the column head.
struct GroupsPanel: PanelContent {
  /// The row of the columns' names.
  private static let headRows = 1

  private let scene: Scene
  private let dimension: Dimension

  init(_ scene: Scene, of dimension: Dimension) {
    self.scene = scene
    self.dimension = dimension
  }

  func draw(in area: Area, on grid: inout Grid) {
    let list = GroupList(scene, of: dimension)
    let total = scene.shown?.statistics.groups(of: dimension).count ?? 0
    let filter = scene.view.filter
    let title = PanelTitle(
      key: Panel.sections.key, name: dimension.title,
      detail: filter.isEmpty ? scene.shownWords : "with \"\(filter)\"",
      note: filter.isEmpty ? "\(total) listed" : "\(list.groups.count) of \(total)")
    let inside = grid.drawPanel(
      area, title: title, border: scene.layout.border, isFocused: scene.view.focus == .sections)
    guard inside.rows > 0 else { return }
    let columns = ListColumns(width: inside.columns, of: dimension)
    columns.drawHead(order: scene.view.order, area: inside, on: &grid)
    guard !list.groups.isEmpty else {
      drawNothing(in: inside, on: &grid)
      return
    }
    let hits = scene.shown?.statistics.hits ?? 0
    let window = list.window(height: inside.rows - GroupsPanel.headRows)
    for (offset, index) in window.range.enumerated() {
      let row = inside.row + GroupsPanel.headRows + offset
      let group = list.groups[index]
      columns.draw(
        group, change: list.change(of: group), total: hits, column: inside.column, row: row,
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
    if inside.rows > 2, list.groups.count > window.range.count {
      drawPosition(window, count: list.groups.count, in: area, on: &grid)
    }
  }

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    let list = GroupList(scene, of: dimension)
    guard !list.groups.isEmpty else { return }
    let index = action.moved(list.selectedIndex, page: page, last: list.groups.count - 1)
    view.groupSelection = GroupSelection(name: list.groups[index].name, index: index)
  }

  func select(row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let list = GroupList(scene, of: dimension)
    let window = list.window(height: inside.rows - GroupsPanel.headRows)
    let index = window.range.lowerBound + row - GroupsPanel.headRows
    guard row >= GroupsPanel.headRows, window.range.contains(index) else { return false }
    view.groupSelection = GroupSelection(name: list.groups[index].name, index: index)
    return true
  }

  /// Opens the selected group.
  func open(in view: inout ViewState) -> [DashboardCommand] {
    guard let group = GroupList(scene, of: dimension).selected else { return [] }
    view.openSection = group.name
    return [.openSection(group.name)]
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
        "No \(dimension.name) has \"\(scene.view.filter)\" in it"
      }
    grid.write(
      words, column: area.column, row: area.row + 1, role: .muted, limit: area.columns)
  }
}

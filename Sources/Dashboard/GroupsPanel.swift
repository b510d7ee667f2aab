import AccessLog
import Canvas
import Query
import Traffic

extension Panel {
  package static let sections = Panel("sections")
}

/// The groups of a dimension with hits, share, bytes and errors; the order is named in the column head.
///
/// Where there is room other dimensions stand beside it.
struct GroupsPanel: PanelContent {
  /// The row of the columns' names.
  private static let headRows = 1
  /// The least columns of a list beside another, the blanks between them, and the most lists.
  private static let columnsBeside = 48
  private static let mostLists = 3

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  /// The dimensions that are listed side by side in so many columns, the chosen one first.
  static func dimensions(_ chosen: Dimension, width: Int) -> [Dimension] {
    let count = max(1, min(mostLists, width / columnsBeside))
    return [chosen] + Dimension.companions.filter { $0 != chosen }.prefix(count - 1)
  }

  private var dimension: Dimension { scene.view.dimension }

  func draw(in area: Area, on grid: inout Grid) {
    let list = GroupList(scene, of: dimension)
    let total = scene.shown?.statistics.groups(of: dimension).count ?? 0
    let filter = scene.view.filter
    let all = total < History.sectionCount ? "\(total)" : "\(total) greatest"
    let title = PanelTitle(
      key: Panel.sections.key, name: dimension.title,
      detail: filter.isEmpty ? scene.shownWords : "with \"\(printableText(filter.utf8))\"",
      note: filter.isEmpty ? all : "\(list.groups.count) of \(total)")
    let inside = grid.drawPanel(
      area, title: title, border: scene.layout.border, isFocused: scene.view.focus == .sections)
    guard inside.rows > 0 else { return }
    let parts = parts(of: inside)
    draw(list, in: parts[0].area, on: &grid)
    for part in parts.dropFirst() {
      drawCompanion(part.dimension, in: part.area, on: &grid)
    }
    let rows = inside.rows - GroupsPanel.headRows
    if inside.rows > 2, list.groups.count > rows {
      drawPosition(list.window(height: rows), count: list.groups.count, in: area, on: &grid)
    }
  }

  /// Where each list is inside the border.
  private func parts(of inside: Area) -> [(dimension: Dimension, area: Area)] {
    let dimensions = GroupsPanel.dimensions(dimension, width: inside.columns)
    var rest = inside
    return dimensions.enumerated().map { place, dimension in
      let count = dimensions.count - place
      var part = rest.takeLeft((rest.columns + (count == 1 ? 0 : CellWidth.gap)) / count)
      if count > 1 { part.columns -= CellWidth.gap }
      return (dimension, part)
    }
  }

  private func draw(_ list: GroupList, in area: Area, on grid: inout Grid) {
    let columns = ListColumns(
      width: area.columns, of: dimension, by: scene.view.order,
      hasDurations: list.hasDurations)
    columns.drawHead(order: scene.view.order, area: area, on: &grid)
    guard !list.groups.isEmpty else {
      drawNothing(in: area, on: &grid)
      return
    }
    let window = list.window(height: area.rows - GroupsPanel.headRows)
    for (offset, index) in window.range.enumerated() {
      let row = area.row + GroupsPanel.headRows + offset
      draw(list, index, by: columns, column: area.column, row: row, on: &grid)
      if scene.view.focus == .sections, index == list.selectedIndex {
        grid.paint(
          Area(column: area.column, row: row, columns: area.columns, rows: 1), role: .selection)
        if scene.layout.border == .rule {
          grid[column: area.column - 1, row: row] = Cell("▸", .focus)
        }
      }
    }
  }

  private func draw(
    _ list: GroupList, _ index: Int, by columns: ListColumns, column: Int, row: Int,
    on grid: inout Grid
  ) {
    let group = list.groups[index]
    let seconds = scene.shown.map { max(1, $0.end - $0.start) } ?? 1
    let note =
      columns.dimension == .server && !scene.isPast
      ? scene.model.servers.first { $0.server == group.name } : nil
    columns.draw(
      group, note: note, change: list.change(of: group),
      of: ListTotals(hits: scene.shown?.statistics.hits ?? 0, seconds: seconds), column: column,
      row: row, on: &grid)
  }

  /// Draws what stands beside the chosen list: the greatest groups of another dimension.
  private func drawCompanion(_ dimension: Dimension, in area: Area, on grid: inout Grid) {
    let list = GroupList(greatest: dimension, in: scene)
    let columns = ListColumns(
      width: area.columns, of: dimension, by: .hits, hasDurations: list.hasDurations)
    columns.drawHead(order: .hits, area: area, on: &grid)
    for index in list.groups.indices.prefix(max(0, area.rows - GroupsPanel.headRows)) {
      draw(
        list, index, by: columns, column: area.column,
        row: area.row + GroupsPanel.headRows + index, on: &grid)
    }
  }

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    let list = GroupList(scene, of: dimension)
    guard !list.groups.isEmpty else { return }
    let index = action.moved(list.selectedIndex, page: page, last: list.groups.count - 1)
    view.groupSelection = GroupSelection(name: list.groups[index].name, index: index)
  }

  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let part = parts(of: inside).last { $0.area.column - inside.column <= column }
    if let other = part?.dimension, other != dimension {
      view.list(by: other)
      return false
    }
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
    let choice = GroupChoice(dimension, group.name)
    view.openGroup = choice
    return [.open(choice)]
  }

  /// Writes which rows are visible into the lower border.
  private func drawPosition(
    _ window: ScrollWindow, count: Int, in area: Area, on grid: inout Grid
  ) {
    guard scene.layout.border == .box else { return }
    grid.write(
      " \(window.place(of: count)) ", endingAt: area.endColumn - PanelBorder.box.columns / 2,
      row: area.endRow - 1,
      role: .muted)
  }

  private func drawNothing(in area: Area, on grid: inout Grid) {
    guard area.rows > 1 else { return }
    let words =
      if scene.snapshot.clock == nil {
        "No line yet"
      } else if scene.isCounting {
        "Counting"
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

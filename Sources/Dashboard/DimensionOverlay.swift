import AccessLog
import Canvas
import Query
import Traffic

/// The choice of what is listed: each dimension with its number of groups and the greatest of them, so
/// that one sees where to look.
struct DimensionOverlay {
  private static let mostColumns = 76
  private static let titleWidth = 16
  private static let countWidth = 6

  let selected: Int
  private let scene: Scene

  init(_ scene: Scene, selected: Int) {
    self.scene = scene
    self.selected = selected
  }

  func draw(on grid: inout Grid) {
    let size = scene.view.size
    let columns = OverlayFrame.columns(DimensionOverlay.mostColumns, in: size)
    let rows = min(scene.layout.body.rows, Dimension.listed.count + PanelBorder.box.rows)
    let inside = OverlayFrame.draw(
      PanelTitle(
        name: "List by", detail: scene.shownWords, note: "Enter lists  Esc closes"),
      columns: columns, rows: rows, over: scene.layout.body, on: &grid)
    let window = ScrollWindow(
      count: Dimension.listed.count, height: inside.rows, selected: selected)
    OverlayFrame.drawPlace(window, of: Dimension.listed.count, under: inside, on: &grid)
    for (place, index) in window.range.enumerated() {
      draw(Dimension.listed[index], row: inside.row + place, in: inside, on: &grid)
      guard index == selected else { continue }
      grid.paint(
        Area(column: inside.column, row: inside.row + place, columns: inside.columns, rows: 1),
        role: .selection)
    }
  }

  private func draw(_ dimension: Dimension, row: Int, in area: Area, on grid: inout Grid) {
    let isListed = dimension == scene.view.dimension
    var column = area.column
    grid.write(
      (isListed ? "▸ " : "  ") + dimension.title, column: column, row: row,
      role: isListed ? .strong : .text, limit: DimensionOverlay.titleWidth)
    let groups = scene.shown?.statistics.groups(of: dimension) ?? []
    column += DimensionOverlay.titleWidth + DimensionOverlay.countWidth
    let count = groups.count < History.sectionCount ? "\(groups.count)" : "\(groups.count)+"
    grid.write(count, endingAt: column, row: row, role: .strong)
    column += CellWidth.gap
    guard let greatest = groups.first, let hits = scene.shown?.statistics.hits else { return }
    let share = shortShare(greatest.hits, of: hits)
    grid.write(share, endingAt: column + CellWidth.share, row: row, role: .text)
    column += CellWidth.share + CellWidth.gap
    let width = max(0, area.endColumn - column)
    grid.write(
      dimension.shown(greatest.name, width: width), column: column, row: row, role: .muted,
      limit: width)
  }
}

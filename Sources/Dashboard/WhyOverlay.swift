import AccessLog
import Alerting
import Canvas
import Query
import Traffic

/// Names the causes, and leads from each to its group.
struct WhyOverlay {
  private static let mostColumns = 90
  private static let dimensionWidth = 10

  let selected: Int
  private let scene: Scene

  init(_ scene: Scene, selected: Int) {
    self.scene = scene
    self.selected = selected
  }

  func draw(on grid: inout Grid) {
    guard let found = SpanCauses(scene) else { return }
    let size = scene.view.size
    let columns = OverlayFrame.columns(WhyOverlay.mostColumns, in: size)
    let rows = min(scene.layout.body.rows, max(1, found.causes.count) + 2 + PanelBorder.box.rows)
    var inside = OverlayFrame.draw(
      PanelTitle(name: "Why", detail: found.words, note: "Esc closes"),
      columns: columns, rows: rows, over: scene.layout.body, on: &grid)
    let head = inside.takeTop(1)
    grid.write(
      "\(found.weight.rate(found.rates.now)), \(found.rates.before.map(found.weight.rate) ?? "-") before"
        + (found.causes.isEmpty ? "" : found.isRise ? "; what was added:" : "; what went away:"),
      column: head.column, row: head.row, role: .strong, limit: head.columns)
    if let complaint = found.complaint {
      grid.write(
        complaint, column: inside.column, row: inside.row, role: .muted, limit: inside.columns)
      return
    }
    let window = ScrollWindow(
      count: found.causes.count, height: inside.rows,
      selected: min(selected, found.causes.count - 1))
    OverlayFrame.drawPlace(window, of: found.causes.count, under: inside, on: &grid)
    for (place, index) in window.range.enumerated() {
      draw(found.causes[index], of: found, row: inside.row + place, in: inside, on: &grid)
      guard index == selected else { continue }
      grid.paint(
        Area(column: inside.column, row: inside.row + place, columns: inside.columns, rows: 1),
        role: .selection)
    }
  }

  private func draw(
    _ cause: Cause, of found: SpanCauses, row: Int, in area: Area, on grid: inout Grid
  ) {
    let end = grid.write(
      "\(found.weight.count(cause.hits)), \(found.weight.number(cause.before)) before",
      endingAt: area.endColumn, row: row,
      role: .muted)
    let share = "\(Int((cause.share * 100).rounded()))%"
    grid.write(share, endingAt: area.column + CellWidth.share, row: row, role: .strong)
    var column = area.column + CellWidth.share + CellWidth.gap
    grid.write(
      cause.dimension.name, column: column, row: row, role: .muted,
      limit: WhyOverlay.dimensionWidth)
    column += WhyOverlay.dimensionWidth
    let width = max(0, end - column - CellWidth.gap)
    grid.write(
      cause.dimension.shown(cause.group, width: width), column: column, row: row, role: .text,
      limit: width)
  }
}

extension ViewState {
  /// Opens the group of a cause.
  mutating func openCause(_ index: Int, in model: DashboardModel) -> [DashboardCommand] {
    overlay = nil
    guard let causes = SpanCauses(Scene(model, self))?.causes, index < causes.count else {
      return []
    }
    let choice = GroupChoice(causes[index].dimension, causes[index].group)
    openGroup = choice
    return [.open(choice)]
  }
}

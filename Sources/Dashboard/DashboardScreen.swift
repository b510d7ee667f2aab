import AccessLog
import Alerting
package import Canvas

/// Draws the whole screen.
package enum DashboardScreen {
  /// The screen for a model and a state, of exactly the state's size.
  ///
  /// - Complexity: O(cells + seconds kept).
  package static func draw(_ model: DashboardModel, _ view: ViewState) -> Grid {
    let scene = Scene(view.looking(at: model), view)
    var grid = Grid(view.size)
    guard !scene.layout.isTooSmall else {
      drawTooSmall(scene, on: &grid)
      return grid.drawn(with: view.glyphs)
    }
    HeaderRows(scene).draw(on: &grid)
    if let filter = scene.layout.filter { FilterRow(scene).draw(row: filter.row, on: &grid) }
    if let message = scene.layout.message { drawMessage(scene, in: message, on: &grid) }
    for (panel, area) in scene.layout.panels {
      PanelTable.content(of: panel, in: scene).draw(in: area, on: &grid)
    }
    if let detail = scene.layout.detail { GroupDetailPanel(scene).draw(in: detail, on: &grid) }
    if let lines = scene.layout.lines { LinesPanel(scene).draw(in: lines, on: &grid) }
    BottomRows(scene).draw(on: &grid)
    switch view.overlay {
    case .help(let offset)?: HelpOverlay(offset: offset).draw(scene, on: &grid)
    case .malformed?: MalformedOverlay(scene).draw(on: &grid)
    case .dimensions(let selected)?: DimensionOverlay(scene, selected: selected).draw(on: &grid)
    case .why(let selected)?: WhyOverlay(scene, selected: selected).draw(on: &grid)
    case .copy(let choices, let selected)?:
      CopyOverlay(scene, choices, selected: selected).draw(on: &grid)
    case .rule?: RuleOverlay(scene).draw(on: &grid)
    case .deliveries(let offset)?: DeliveriesOverlay(scene, offset: offset).draw(on: &grid)
    case nil: break
    }
    return grid.drawn(with: view.glyphs)
  }

  /// Draws the message of the alert under way, cut to the rows of its area.
  private static func drawMessage(_ scene: Scene, in area: Area, on grid: inout Grid) {
    for (index, line) in scene.message.prefix(area.rows).enumerated() {
      grid.write(line, column: area.column + 1, row: area.row + index, role: .alert)
    }
  }

  private static func drawTooSmall(_ scene: Scene, on grid: inout Grid) {
    let size = scene.view.size
    let smallest = Layout.smallest
    let area = Area(column: 0, row: 0, columns: size.columns, rows: size.rows)
    let state = StateWord(scene.live)
    let lines: [(String, Role)] = [
      (state.word, state.roles.words),
      ("terminal too small", .strong),
      ("\(size.columns)x\(size.rows), needs \(smallest.columns)x\(smallest.rows)", .muted),
    ]
    let top = max(0, (size.rows - lines.count) / 2)
    for (index, line) in lines.enumerated() where top + index < size.rows {
      grid.write(line.0, centredIn: area, row: top + index, role: line.1)
    }
  }
}

import AccessLog
import Alerting
import Canvas
import Traffic

extension Panel {
  package static let alerts = Panel("alerts")
}

/// Every alert, recovery and change of the threshold, newest first.
struct AlertHistoryPanel: PanelContent {
  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  /// An entry, and its first row, counted from the top of the panel.
  private struct Placed {
    var index: Int
    var firstRow: Int
    var entry: AlertEntry
  }

  private var selected: Int {
    let newest = scene.board.history.count - 1
    return min(newest, scene.view.alertSelection ?? newest)
  }

  func draw(in area: Area, on grid: inout Grid) {
    let count = scene.board.history.count
    let isFocused = scene.view.focus == .alerts
    let place = isFocused && count > 1 ? "\(count - selected) of \(count)" : "\(count)"
    let inside = grid.drawPanel(
      area,
      title: PanelTitle(
        key: Panel.alerts.key, name: "Alerts", detail: scene.view.isMuted ? "bell off" : "",
        note: count > 0 ? place : ""),
      border: scene.layout.border, isFocused: isFocused)
    guard count > 0 else {
      if inside.rows > 0 {
        grid.write(
          "No alert so far", column: inside.column, row: inside.row, role: .muted,
          limit: inside.columns)
      }
      return
    }
    for placed in placed(in: inside) { draw(placed, in: inside, on: &grid) }
  }

  private func draw(_ placed: Placed, in area: Area, on grid: inout Grid) {
    let isSelected = scene.view.focus == .alerts && placed.index == selected
    for (offset, line) in placed.entry.lines.enumerated() {
      let row = area.row + placed.firstRow + offset
      guard row >= area.row, row < area.endRow else { continue }
      if offset == 0 {
        grid.write(placed.entry.mark, column: area.column, row: row, role: placed.entry.role)
      }
      var column = area.column + AlertEntry.markColumns
      for cell in line {
        column = grid.write(
          cell.text, column: column, row: row, role: cell.role, limit: area.endColumn - column)
      }
      guard isSelected else { continue }
      grid.paint(
        Area(column: area.column, row: row, columns: area.columns, rows: 1), role: .selection)
      if offset == 0, scene.layout.border == .rule {
        grid[column: area.column - 1, row: row] = Cell("▸", .focus)
      }
    }
  }

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    let newest = scene.board.history.count - 1
    guard newest >= 0 else { return }
    // On the screen the newest is first; an entry takes about two rows.
    let place = action.moved(newest - selected, page: max(1, page / 2), last: newest)
    view.alertSelection = place == 0 ? nil : newest - place
  }

  func select(row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let entry = placed(in: inside).first {
      row >= $0.firstRow && row < min(inside.rows, $0.firstRow + $0.entry.lines.count)
    }
    guard let index = entry?.index else { return false }
    view.alertSelection = index == scene.board.history.count - 1 ? nil : index
    return true
  }

  /// Shows the moment of the selected entry.
  func open(in view: inout ViewState) -> [DashboardCommand] {
    guard !scene.board.history.isEmpty else { return [] }
    guard let time = scene.board.history[selected].time, let first = scene.intervals.first,
      time >= first.start
    else {
      view.show("The traffic of that moment is not kept", at: scene.live.wallClock)
      return []
    }
    view.pastInterval = scene.intervals.last { $0.start <= time }?.start
    view.isZoomed = false
    return []
  }

  /// The visible entries, newest first; the selected one is among them.
  ///
  /// - Complexity: O(rows), however long the history is.
  private func placed(in area: Area) -> [Placed] {
    guard area.rows > 0, !scene.board.history.isEmpty else { return [] }
    func entry(_ index: Int) -> AlertEntry { AlertEntry(index, in: scene, width: area.columns) }
    // Newer entries above the selected one fill no more than half of the rows.
    var above: [Placed] = []
    var rowsAbove = 0
    var index = selected + 1
    while index < scene.board.history.count {
      let newer = entry(index)
      guard rowsAbove + newer.lines.count <= area.rows / 2 else { break }
      rowsAbove += newer.lines.count
      above.append(Placed(index: index, firstRow: 0, entry: newer))
      index += 1
    }
    var placed: [Placed] = []
    var row = 0
    for var newer in above.reversed() {
      newer.firstRow = row
      row += newer.entry.lines.count
      placed.append(newer)
    }
    index = selected
    while index >= 0, row < area.rows {
      let next = Placed(index: index, firstRow: row, entry: entry(index))
      // Half a message would mislead, so only the selected entry may be cut.
      guard index == selected || row + next.entry.lines.count <= area.rows else { break }
      row += next.entry.lines.count
      placed.append(next)
      index -= 1
    }
    return placed
  }
}

extension AlertEvent {
  /// When it happened; `nil` for a change before the first line.
  fileprivate var time: Instant? {
    switch self {
    case .transition(let transition): transition.time
    case .thresholdChange(let change): change.time
    }
  }
}

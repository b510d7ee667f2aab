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

  /// The index of the selected event.
  private var selected: Int {
    let newest = scene.board.history.count - 1
    let selection = scene.view.alertSelection.map { $0 - scene.board.forgotten.events }
    return max(0, min(newest, selection ?? newest))
  }

  /// What selects the event at an index: its number, or `nil` for the newest.
  private func selection(of index: Int) -> Int? {
    index == scene.board.history.count - 1 ? nil : index + scene.board.forgotten.events
  }

  /// The filter of the screen chooses no alerts: it is said that they are about all hits.
  private var detail: String {
    let notes = [
      scene.view.screenFilter.all == nil ? nil : "of all hits",
      scene.view.isMuted ? "bell off" : nil,
    ]
    return notes.compactMap(\.self).joined(separator: ", ")
  }

  func draw(in area: Area, on grid: inout Grid) {
    let count = scene.board.history.count
    let isFocused = scene.view.focus == .alerts
    let place = isFocused && count > 1 ? "\(count - selected) of \(count)" : "\(count)"
    let inside = grid.drawPanel(
      area,
      title: PanelTitle(
        key: Panel.alerts.key, name: "Alerts", detail: detail,
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
    view.alertSelection = selection(of: newest - place)
  }

  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let entry = placed(in: inside).first {
      row >= $0.firstRow && row < min(inside.rows, $0.firstRow + $0.entry.lines.count)
    }
    guard let index = entry?.index else { return false }
    view.alertSelection = selection(of: index)
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
    view.chosenAlert = view.pastInterval.map {
      ChosenAlert(event: selected + scene.board.forgotten.events, interval: $0)
    }
    view.isZoomed = false
    return []
  }

  /// Shows the moment of the selected entry, unless it is the trigger of the alert under way.
  func showSelectedAlert(in view: inout ViewState) {
    guard !scene.board.history.isEmpty, scene.isPast || selected != underWayIndex,
      case .transition = scene.board.history[selected]
    else { return }
    _ = open(in: &view)
  }

  /// The visible entries, newest first; the selected one is among them.
  ///
  /// While none is selected the alert under way stays in sight: if newer entries would push it out of
  /// the panel, it stands above them.
  ///
  /// - Complexity: O(rows + events since the alert under way began).
  private func placed(in area: Area) -> [Placed] {
    let newestFirst = placed(in: area, from: 0)
    guard scene.view.alertSelection == nil, let pinned = underWayIndex,
      !newestFirst.contains(where: { $0.index == pinned })
    else { return newestFirst }
    let entry = AlertEntry(pinned, in: scene, width: area.columns, rows: area.rows)
    return [Placed(index: pinned, firstRow: 0, entry: entry)]
      + placed(in: area, from: entry.lines.count)
  }

  /// The index of the trigger that is under way.
  private var underWayIndex: Int? {
    guard let underWay = scene.status.underWay else { return nil }
    return scene.board.history.lastIndex { event in
      guard case .transition(let transition) = event else { return false }
      return transition.state == .triggered && transition.triggerTime == underWay.triggerTime
        && transition.rule.name == underWay.rule.name
    }
  }

  /// The entries that are visible from a row on.
  private func placed(in area: Area, from firstRow: Int) -> [Placed] {
    guard area.rows > firstRow, !scene.board.history.isEmpty else { return [] }
    func entry(_ index: Int) -> AlertEntry {
      AlertEntry(index, in: scene, width: area.columns, rows: area.rows - firstRow)
    }
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
    var row = firstRow
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

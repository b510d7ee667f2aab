import AccessLog
import Canvas
import Query
import Traffic

/// The lines of the log that match the filter and the group that was chosen, the newest at the bottom.
struct LinesPanel {
  /// The cells of a client, and of an agent where there is room.
  private static let clientWidth = 15
  private static let agentWidth = 16
  private static let methodWidth = 5
  private static let statusWidth = 3
  private static let nameWidth = 9

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  private var lines: ShownLines? { scene.view.lines }

  /// What is shown: what was stopped, or the newest.
  private var shown: LineView? { lines?.shown(in: scene.live) }

  func draw(in area: Area, on grid: inout Grid) {
    guard let lines else { return }
    var note = "Esc closes"
    if let shown {
      note = shown.isReading ? "reading, Esc closes" : "\(shortCount(shown.count)) so far"
    }
    let inside = grid.drawPanel(
      area,
      title: PanelTitle(
        name: "Lines",
        detail: "\(lines.words(scene.zone))\(lines.stopped == nil ? "" : "  STOPPED")",
        note: note),
      border: scene.layout.border, isFocused: true)
    guard let shown, !shown.entries.isEmpty, inside.rows > 0 else {
      drawNothing(in: inside, on: &grid)
      return
    }
    let selected = lines.index(in: shown)
    if lines.isOpen {
      drawOne(shown.entries[selected], in: inside, on: &grid)
      return
    }
    let window = ScrollWindow(count: shown.entries.count, height: inside.rows, selected: selected)
    let columns = columns(inside.columns)
    for (place, index) in window.range.enumerated() {
      let row = inside.row + place
      draw(LogLineText(shown.entries[index]), columns, column: inside.column, row: row, on: &grid)
      guard index == selected else { continue }
      grid.paint(
        Area(column: inside.column, row: row, columns: inside.columns, rows: 1), role: .selection)
      if scene.layout.border == .rule { grid[column: area.column, row: row] = Cell("▸", .focus) }
    }
  }

  private func drawNothing(in area: Area, on grid: inout Grid) {
    guard area.rows > 0 else { return }
    let words =
      if let failure = shown?.failure {
        "The log cannot be read: \(failure)"
      } else if shown?.isReading ?? true {
        "Reading"
      } else {
        "No line of the newest 2 MiB matches; those that come are shown"
      }
    grid.write(words, column: area.column, row: area.row, role: .muted, limit: area.columns)
  }

  /// The columns of a list of so many cells.
  private func columns(_ width: Int) -> [(TableColumn, (LogLineText) -> TableCell)] {
    let zone = scene.zone
    var columns: [(TableColumn, (LogLineText) -> TableCell)] = [
      (
        TableColumn("time", width: CellWidth.timeOfDay, alignment: .left),
        { TableCell(zone.timeOfDay(Instant($0.entry.second)), .muted) }
      ),
      (
        TableColumn("client", width: LinesPanel.clientWidth, alignment: .left),
        {
          TableCell(
            Dimension.client.shown(
              Array($0.text(.client).utf8), width: LinesPanel.clientWidth), .accent)
        }
      ),
      (
        TableColumn("status", width: LinesPanel.statusWidth),
        { TableCell($0.text(.status), $0.statusRole) }
      ),
    ]
    let isWordy = scene.view.size.breadth >= .wordy
    let isRoomy = scene.view.size.breadth >= .roomy
    if isWordy {
      columns.append(
        (
          TableColumn("method", width: LinesPanel.methodWidth, alignment: .left),
          { TableCell($0.text(.method), .columnHead) }
        ))
    }
    var behind: [(TableColumn, (LogLineText) -> TableCell)] = []
    if isWordy {
      behind.append(
        (TableColumn("bytes", width: CellWidth.count), { TableCell(shortBytes($0.responseBytes)) }))
    }
    if isRoomy {
      behind.append(
        (
          TableColumn("agent", width: LinesPanel.agentWidth, alignment: .left),
          { TableCell($0.text(.agent), .muted) }
        ))
    }
    let taken = (columns + behind).reduce(0) { $0 + $1.0.width + CellWidth.blank }
    columns.append(
      (
        TableColumn("target", width: max(1, width - taken), alignment: .left),
        { TableCell($0.target, .strong) }
      ))
    return columns + behind
  }

  private func draw(
    _ line: LogLineText, _ columns: [(TableColumn, (LogLineText) -> TableCell)], column: Int,
    row: Int, on grid: inout Grid
  ) {
    grid.drawRow(columns.map { $0.1(line) }, columns: columns.map(\.0), column: column, row: row)
  }

  /// Draws a line as logged, with its fields below it.
  private func drawOne(_ entry: LineTail.Entry, in area: Area, on grid: inout Grid) {
    let line = LogLineText(entry)
    var area = area
    let cells = line.cells
    let fields = line.fields(scene.zone)
    let most = max(1, area.rows - fields.count - 1)
    var start = 0
    while start < cells.count || start == 0, area.rows > 0 {
      let row = area.takeTop(1)
      let isLast = (start / max(1, area.columns)) + 1 >= most
      for (place, cell) in cells[start...].prefix(area.columns).enumerated() {
        grid[column: row.column + place, row: row.row] = cell
      }
      start += max(1, area.columns)
      guard isLast else { continue }
      if start < cells.count { grid[column: row.endColumn - 1, row: row.row] = Cell("…", .muted) }
      break
    }
    _ = area.takeTop(area.rows > fields.count ? 1 : 0)
    for field in fields {
      let row = area.takeTop(1)
      guard !row.isEmpty else { return }
      grid.write(
        field.name, endingAt: row.column + LinesPanel.nameWidth, row: row.row, role: .muted)
      let column = row.column + LinesPanel.nameWidth + CellWidth.gap
      grid.write(
        field.text, column: column, row: row.row, role: field.role, limit: row.endColumn - column)
    }
  }
}

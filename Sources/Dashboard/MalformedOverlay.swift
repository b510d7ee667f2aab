import AccessLog
import Canvas
import Traffic

/// The counts of lines that were not hits, and the last malformed line.
struct MalformedOverlay {
  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(on grid: inout Grid) {
    let size = scene.view.size
    let columns = min(size.columns - 2, 100)
    let counts = scene.live.snapshot.totalCounts
    let example = scene.live.snapshot.malformedExample.map(printableText)
    let text = wrapped(example ?? "There was none so far.", width: columns - 4)
    let figures = [
      ("lines", counts.lines), ("malformed", counts.malformed), ("comments", counts.comments),
      ("late", counts.late), ("skewed", counts.skewed),
    ]
    let rows = min(size.rows - 2, figures.count + text.count + 5)
    let area = Area(
      column: (size.columns - columns) / 2, row: (size.rows - rows) / 2, columns: columns,
      rows: rows)
    grid.fill(
      Area(column: area.column - 1, row: area.row, columns: area.columns + 2, rows: area.rows))
    var inside = grid.drawPanel(
      area, title: PanelTitle(name: "Lines that were read", note: "Esc closes"), border: .box,
      isFocused: true)
    for figure in figures {
      let row = inside.takeTop(1)
      guard !row.isEmpty else { return }
      grid.write(figure.0, column: row.column, row: row.row, role: .muted)
      let role: Role = figure.0 == "malformed" && figure.1 > 0 ? .warning : .strong
      grid.write(String(figure.1), endingAt: row.column + 30, row: row.row, role: role)
    }
    _ = inside.takeTop(1)
    let head = inside.takeTop(1)
    if !head.isEmpty {
      grid.write(
        "The last malformed line", column: head.column, row: head.row, role: .columnHead)
    }
    for line in text {
      let row = inside.takeTop(1)
      guard !row.isEmpty else { return }
      grid.write(line, column: row.column, row: row.row, role: .text)
    }
  }
}

import AccessLog
import Canvas
import Traffic

/// The counts of lines that were not hits, and why lines were malformed: by reason, most lines first,
/// each with its last line and the place where that fails.
struct MalformedOverlay {
  /// The most columns that it takes.
  private static let mostColumns = 100
  /// The column that the counts end at.
  private static let countEnd = 30
  /// The heading of the example and the rows that stay empty.
  private static let otherRows = 3

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(on grid: inout Grid) {
    let size = scene.view.size
    let columns = OverlayFrame.columns(MalformedOverlay.mostColumns, in: size)
    let counts = scene.live.snapshot.totalCounts
    let example = scene.live.snapshot.malformedExample.map(printableText)
    let width = columns - PanelBorder.box.columns
    let reasons = scene.live.snapshot.faults
    let text =
      reasons.faults.isEmpty
      ? wrapped(example ?? "There was none so far.", width: width)
      : MalformedOverlay.text(of: reasons, width: width)
    let figures =
      [
        ("lines", counts.lines), ("malformed", counts.malformed), ("comments", counts.comments),
        ("late", counts.late), ("skewed", counts.skewed),
      ] + (scene.live.filter == nil ? [] : [("excluded", counts.excluded)])
    let rows = min(
      size.rows - OverlayFrame.margin,
      figures.count + text.count + MalformedOverlay.otherRows + PanelBorder.box.rows)
    var inside = OverlayFrame.draw(
      PanelTitle(name: "Lines that were read", note: "Esc closes"),
      columns: columns, rows: rows,
      over: Area(column: 0, row: 0, columns: size.columns, rows: size.rows), on: &grid)
    for figure in figures {
      let row = inside.takeTop(1)
      guard !row.isEmpty else { return }
      grid.write(figure.0, column: row.column, row: row.row, role: .muted)
      let role: Role = figure.0 == "malformed" && figure.1 > 0 ? .warning : .strong
      grid.write(
        String(figure.1), endingAt: row.column + MalformedOverlay.countEnd, row: row.row, role: role
      )
    }
    _ = inside.takeTop(1)
    let head = inside.takeTop(1)
    if !head.isEmpty {
      grid.write(
        reasons.faults.isEmpty
          ? "The last malformed line" : "Why lines are malformed, also those from before the start",
        column: head.column, row: head.row, role: .columnHead)
    }
    // What does not fit is said in the last row.
    let shown = text.count > inside.rows ? max(0, inside.rows - 1) : text.count
    for line in text.prefix(shown) {
      let row = inside.takeTop(1)
      grid.write(line, column: row.column, row: row.row, role: .text, limit: row.columns)
    }
    guard shown < text.count, !inside.isEmpty else { return }
    grid.write(
      "\(text.count - shown) more rows do not fit", column: inside.column, row: inside.row,
      role: .muted, limit: inside.columns)
  }

  /// What was expected where, with how many lines, an example and a mark under its place.
  private static func text(of reasons: FaultTally, width: Int) -> [String] {
    var text: [String] = []
    for fault in reasons.faults {
      let lines = fault.lines == 1 ? "1 line" : "\(fault.lines) lines"
      text += wrapped(
        "\(lines): at column \(fault.place + 1), \(fault.expected) was expected", width: width)
      // As much before the place as leaves it on the row.
      let place = printableText(fault.example.prefix(fault.place)).count
      let line = printableText(fault.example)
      let hidden = max(0, place - width * 2 / 3)
      text.append("  " + String(line.dropFirst(hidden).prefix(width - 2)))
      text.append("  " + String(repeating: " ", count: place - hidden) + "^")
    }
    if reasons.others > 0 {
      text += wrapped("and \(reasons.others) more that were not looked at", width: width)
    }
    return text
  }
}

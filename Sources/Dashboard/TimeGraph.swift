import Canvas
import Traffic

/// Bars over time with numbers at their left.
struct TimeGraph {
  enum Kind: Equatable {
    /// With the line that the average must not pass, if there is one.
    case requests(threshold: Double?)
    case errors
    case bytes
    case section

    var name: String {
      switch self {
      case .requests, .section: "requests per second"
      case .errors: "errors per second"
      case .bytes: "bytes per second"
      }
    }

    func amount(_ value: Int) -> String {
      self == .bytes ? shortBytes(value) + "/s" : shortCount(value) + "/s"
    }

    fileprivate var role: Role {
      switch self {
      case .requests, .section: .graph
      case .errors: .graphErrors
      case .bytes: .graphBytes
      }
    }
  }

  let kind: Kind
  /// The values, one a column; `nil` where none is known.
  let values: [Double?]
  /// The values of a line through the bars, one a column; empty for no line.
  var averages: [Double?] = []
  /// How many columns at the left are of time that was not read: that is no silence.
  var unread = 0

  init(kind: Kind, values: [Double?]) {
    self.kind = kind
    self.values = values
  }

  init(kind: Kind, peaks: [Int?]) {
    self.init(kind: kind, values: peaks.map { $0.map(Double.init) })
  }

  /// Draws the graph with its gutter; a threshold that is being typed stands out.
  func draw(in area: Area, isTyping: Bool, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let peak = values.lazy.compactMap { $0 }.max() ?? 0
    var top = peak
    var line: Double?
    if case .requests(let threshold?) = kind {
      // A threshold far above the traffic would make the bars too low: then it is named, not drawn.
      if threshold <= max(peak, 1) * 5 { top = max(peak, threshold * 1.15) }
      line = threshold
    }
    let scale = ValueScale(peak: top, rows: area.rows)
    let lineRow = line.flatMap(scale.row(of:))
    drawGutter(scale, line: line, lineRow: lineRow, isTyping: isTyping, in: area, on: &grid)

    let first = area.column + RateGraphPanel.gutter
    let bottom = area.endRow - 1
    if let lineRow {
      let width = area.columns - RateGraphPanel.gutter
      grid.fill(
        Area(column: first, row: bottom - lineRow, columns: width, rows: 1),
        with: Cell("╌", isTyping ? .accent : .threshold))
    }
    if unread > 0 {
      grid.fill(
        Area(column: first, row: bottom, columns: unread, rows: 1), with: Cell("░", .muted))
    }
    for (index, value) in values.enumerated() {
      guard let value, value > 0 else { continue }
      let isOver = line.map { value > $0 } ?? false
      let over = isOver ? lineRow ?? 0 : Int.max
      grid.drawColumn(
        eighths: scale.eighths(value), column: first + index, bottom: bottom,
        role: { $0 >= over ? .graphOver : kind.role })
      // The line stays visible on the bars above it.
      if isOver, let lineRow {
        grid[column: first + index, row: bottom - lineRow] = Cell("▒", .graphOver)
      }
    }
    // In fewer rows the line would hide the bars.
    guard area.rows >= 5 else { return }
    for (index, average) in averages.enumerated() {
      guard let average, average > 0, let row = scale.row(of: average), row != lineRow else {
        continue
      }
      let bar = grid[column: first + index, row: bottom - row]
      let role: Role =
        bar.glyph != "█" ? .average : bar.role == .graphOver ? .averageOnOver : .averageOnGraph
      grid[column: first + index, row: bottom - row] = Cell("═", role)
    }
  }

  private func drawGutter(
    _ scale: ValueScale, line: Double?, lineRow: Int?, isTyping: Bool, in area: Area,
    on grid: inout Grid
  ) {
    let axis = area.column + RateGraphPanel.gutter - 1
    for row in area.row..<area.endRow { grid[column: axis, row: row] = Cell("│", .border) }
    let bottom = area.endRow - 1
    let role: Role = isTyping ? .accent : .threshold
    if lineRow != area.rows - 1 {
      let label =
        kind == .bytes ? shortBytes(Int(min(scale.top, 9e18))) : ValueScale.label(scale.top)
      grid.write(label, endingAt: axis - 1, row: area.row, role: .muted)
      grid[column: axis, row: area.row] = Cell("┤", .border)
    }
    if area.rows > 1, lineRow != 0 {
      grid.write("0", endingAt: axis - 1, row: bottom, role: .muted)
      grid[column: axis, row: bottom] = Cell("┤", .border)
    }
    guard let line else { return }
    let row = lineRow.map { bottom - $0 } ?? min(area.row + 1, bottom)
    let start = grid.write(ValueScale.label(line), endingAt: axis - 1, row: row, role: role)
    grid.write(lineRow == nil ? "▲" : "▶", column: start - 1, row: row, role: role)
    if lineRow != nil { grid[column: axis, row: row] = Cell("┼", role) }
  }
}

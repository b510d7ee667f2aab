import AccessLog
import Alerting
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
    case clients
    /// In milliseconds.
    case durations
    /// What a rule measures, in the unit of its graph, with what it is held against.
    case rule(MeasureUnit, limit: Double?, isBelow: Bool)

    var name: String {
      switch self {
      case .requests, .section: "requests per second"
      case .errors: "errors per second"
      case .bytes: "bytes per second"
      case .clients: "clients"
      case .durations: "duration"
      case .rule: "rule"
      }
    }

    func amount(_ value: Int) -> String {
      switch self {
      case .bytes: shortBytes(value) + "/s"
      case .clients: shortCount(value)
      case .durations: "\(shortCount(value)) ms"
      case .requests, .errors, .section: shortCount(value) + "/s"
      case .rule(let unit, _, _): unit.isOfBytes ? shortBytes(value) : shortCount(value)
      }
    }

    /// The line that the values must not pass, if there is one.
    fileprivate var line: Double? {
      switch self {
      case .requests(let threshold): threshold
      case .rule(_, let limit, _): limit
      case .errors, .bytes, .section, .clients, .durations: nil
      }
    }

    /// Whether values below the line have passed it.
    fileprivate var isBelow: Bool {
      if case .rule(_, _, let isBelow) = self { isBelow } else { false }
    }

    /// A value at the axis.
    fileprivate func label(_ value: Double) -> String {
      let isOfBytes =
        if case .rule(let unit, _, _) = self { unit.isOfBytes } else { self == .bytes }
      return isOfBytes ? shortBytes(Int(min(value, 9e18))) : ValueScale.label(value)
    }

    fileprivate var role: Role {
      switch self {
      case .requests, .section, .clients, .durations, .rule: .graph
      case .errors: .graphErrors
      case .bytes: .graphBytes
      }
    }
  }

  let kind: Kind
  /// The values, one a column; `nil` where none is known.
  let values: [Double?]
  /// The greatest second of each column, drawn as a dim tip on its bar; empty for none.
  var peaks: [Int?] = []
  /// The part of each bar, 0 to 1, that is drawn in another way: of errors those of the server.
  var parts: [Double] = []
  /// Whether the tips are never cut.
  var showsWholePeaks = false
  /// The values of a line through the bars, one a column; empty for no line.
  var averages: [Double?] = []
  /// How many columns at the left are of time that was not read: that is no silence.
  var unread = 0

  init(kind: Kind, values: [Double?]) {
    self.kind = kind
    self.values = values
  }

  /// The seconds of each column: their mean as a bar, the greatest as its tip.
  init(kind: Kind, _ seconds: [Int], from start: Instant, on time: TimeScale) {
    self.init(kind: kind, values: time.means(of: seconds, start: start))
    if time.secondsPerColumn > 1 { peaks = time.peaks(of: seconds, start: start) }
  }

  /// The greatest value that the graph shows.
  ///
  /// A second far above all means is cut, since it would press the bars flat.
  private var greatest: Double {
    let mean = values.lazy.compactMap { $0 }.max() ?? 0
    let peak = peaks.lazy.compactMap { $0 }.max().map(Double.init) ?? 0
    return showsWholePeaks ? max(mean, peak) : max(mean, min(peak, 2 * mean))
  }

  /// Draws the graph with its gutter; a threshold that is being typed stands out.
  func draw(in area: Area, isTyping: Bool, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let peak = greatest
    var top = peak
    let line = kind.line
    // A threshold far above the traffic would make the bars too low: then it is named, not drawn.
    if let line, line <= max(peak, 1) * 5 { top = max(peak, line * 1.15) }
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
      let isOver = line.map { kind.isBelow ? value < $0 : value > $0 } ?? false
      let over = isOver ? (kind.isBelow ? 0 : lineRow ?? 0) : Int.max
      grid.drawColumn(
        eighths: scale.eighths(value), column: first + index, bottom: bottom,
        role: { $0 >= over ? .graphOver : kind.role })
      if index < parts.count {
        let part = Int((Double(scale.eighths(value)) * parts[index] / 8).rounded())
        for row in 0..<part {
          grid[column: first + index, row: bottom - row] = Cell("▒", .serverError)
        }
      }
      drawTip(
        of: index, above: scale.eighths(value), scale, lineRow: lineRow,
        column: first + index, bottom: bottom, on: &grid)
      // The line stays visible on the bars above it.
      if isOver, !kind.isBelow, let lineRow {
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
      // On a bar it is a thin line, since without colours a double one would look like a hole.
      grid[column: first + index, row: bottom - row] = Cell(bar.glyph != "█" ? "═" : "─", role)
    }
  }

  /// Draws how far the greatest second of a column reaches above its bar.
  private func drawTip(
    of index: Int, above eighths: Int, _ scale: ValueScale, lineRow: Int?, column: Int, bottom: Int,
    on grid: inout Grid
  ) {
    guard index < peaks.count, let peak = peaks[index] else { return }
    let first = (eighths + 7) / 8
    let end = (scale.eighths(Double(peak)) + 7) / 8
    guard first < end else { return }
    for row in first..<end where row != lineRow {
      grid[column: column, row: bottom - row] = Cell("┊", .graphPeak)
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
      grid.write(kind.label(scale.top), endingAt: axis - 1, row: area.row, role: .muted)
      grid[column: axis, row: area.row] = Cell("┤", .border)
    }
    if area.rows > 1, lineRow != 0 {
      grid.write("0", endingAt: axis - 1, row: bottom, role: .muted)
      grid[column: axis, row: bottom] = Cell("┤", .border)
    }
    guard let line else { return }
    let row = lineRow.map { bottom - $0 } ?? min(area.row + 1, bottom)
    let start = grid.write(kind.label(line), endingAt: axis - 1, row: row, role: role)
    grid.write(lineRow == nil ? "▲" : "▶", column: start - 1, row: row, role: role)
    if lineRow != nil { grid[column: axis, row: row] = Cell("┼", role) }
  }
}

import Canvas
import Traffic

extension Panel {
  package static let responseBytes = Panel("responseBytes")
}

/// The sizes of the responses; percentiles and clients stand beside or below them where they fit.
struct ResponseBytesPanel: PanelContent {
  /// The columns of the figures beside the sizes, and the least for the sizes beside them.
  private static let figureColumns = 19
  private static let listColumns = 28
  /// The columns of its whole title.
  private static let columnsForTitle = 22
  /// The columns of one percentile where all are in one row.
  private static let percentileColumns = 9

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    view.bytesOffset = action.moved(
      min(lastOffset, view.bytesOffset), page: page, last: lastOffset)
  }

  /// The most rows that can be scrolled past.
  private var lastOffset: Int {
    guard let area = scene.layout.panels[.responseBytes], scene.view.isZoomed else { return 0 }
    let rows = scene.layout.border.inside(area).rows
    return max(0, ShareList.buckets(of: bytes, rows: .max).count - rows)
  }

  private var bytes: ResponseBytes { scene.shown?.statistics.responseBytes ?? ResponseBytes() }

  func draw(in area: Area, on grid: inout Grid) {
    var inside = grid.drawPanel(
      area,
      title: PanelTitle(
        key: Panel.responseBytes.key,
        name: area.columns < ResponseBytesPanel.columnsForTitle ? "Bytes" : "Response bytes",
        detail: scene.shownWords),
      border: scene.layout.border, isFocused: scene.view.focus == .responseBytes)
    let statistics = scene.shown?.statistics ?? Statistics()
    let all = ShareList.buckets(of: bytes, rows: .max)
    let figures = figures(statistics)
    let gap = CellWidth.blockGap
    let beside = ResponseBytesPanel.listColumns + gap + ResponseBytesPanel.figureColumns
    if inside.columns >= beside {
      draw(figures, in: inside.takeRight(ResponseBytesPanel.figureColumns), on: &grid)
      _ = inside.takeRight(gap)
    } else if inside.rows >= all.count + figures.count + 1 {
      draw(figures, in: inside.takeBottom(figures.count), on: &grid)
    } else if inside.rows > all.count,
      inside.columns >= 3 * ResponseBytesPanel.percentileColumns
    {
      drawPercentiles(in: inside.takeBottom(1), on: &grid)
    }
    let lines =
      scene.view.isZoomed ? all : ShareList.buckets(of: bytes, rows: inside.rows)
    ShareList(lines: lines, total: statistics.hits, nameWidth: CellWidth.count)
      .draw(in: inside, offset: scene.view.bytesOffset, on: &grid)
  }

  private func figures(_ statistics: Statistics) -> [(String, String)] {
    let bytes = statistics.responseBytes
    func size(_ value: Int?) -> String { value.map(longBytes) ?? "-" }
    return [
      ("clients", shortCount(statistics.clients)),
      ("total", longBytes(statistics.bytes)),
      ("mean", size(bytes.mean.map { Int(min(9e18, max(0, $0)).rounded()) })),
      ("p50", size(bytes.p50)), ("p90", size(bytes.p90)), ("p99", size(bytes.p99)),
      ("max", size(bytes.max)),
    ]
  }

  /// Draws the percentiles in one row.
  private func drawPercentiles(in area: Area, on grid: inout Grid) {
    let percentiles = [("p50", bytes.p50), ("p90", bytes.p90), ("p99", bytes.p99)]
    for (index, percentile) in percentiles.enumerated() {
      let start =
        area.column + index
        * (area.columns - ResponseBytesPanel.percentileColumns + CellWidth.blank) / 2
      let column = grid.write(percentile.0 + " ", column: start, row: area.row, role: .muted)
      let text = percentile.1.map(shortBytes) ?? "-"
      grid.write(text, column: column, row: area.row, role: .strong)
    }
  }

  private func draw(_ figures: [(String, String)], in area: Area, on grid: inout Grid) {
    for (index, figure) in figures.prefix(area.rows).enumerated() {
      let row = area.row + index
      grid.write(figure.0, column: area.column, row: row, role: .muted)
      grid.write(
        figure.1, endingAt: area.column + min(area.columns, ResponseBytesPanel.figureColumns),
        row: row, role: .strong)
    }
  }
}

extension ShareList {
  /// One line a bucket; the buckets that do not fit are added up in the last line.
  static func buckets(of bytes: ResponseBytes, rows: Int) -> [Line] {
    let bounds = ResponseBytes.bounds
    var lines = bounds.enumerated().map { index, bound in
      Line(
        name: index == 0 ? "0 B" : "<" + shortBound(bound),
        hits: bytes.histogram.indices.contains(index) ? bytes.histogram[index] : 0, role: .bar)
    }
    let rest = bytes.histogram.dropFirst(bounds.count).reduce(0, +)
    lines.append(Line(name: "\u{2265}" + shortBound(bounds.last ?? 0), hits: rest, role: .bar))
    guard rows > 0, lines.count > rows else { return lines }
    let joined = lines[(rows - 1)...].reduce(0) { $0 + ($1.hits ?? 0) }
    let name = rows >= 2 ? "\u{2265}" + shortBound(bounds[rows - 2]) : "all"
    return Array(lines.prefix(rows - 1)) + [Line(name: name, hits: joined, role: .bar)]
  }

  /// `1K`, `256K`, `4M`: the bounds are powers of two.
  private static func shortBound(_ bound: Int) -> String {
    if bound >= 1 << 20 { return "\(bound >> 20)M" }
    return bound >= 1 << 10 ? "\(bound >> 10)K" : "\(bound)"
  }
}

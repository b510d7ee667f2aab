import Canvas

/// Names with hits, share and a bar: a horizontal histogram.
struct ShareList {
  /// One line of the list.
  struct Line: Equatable {
    var name: String
    /// `nil` for a heading.
    var hits: Int?
    var role: Role
    /// Whether it belongs to the line above it.
    var isDetail = false
    /// Whether there may have been more hits than that.
    var isAtLeast = false
  }

  var lines: [Line]
  /// The hits of a full bar.
  var total: Int
  /// The cells for the names.
  var nameWidth: Int

  /// The cells of a count, and of a share with the blank before it.
  private static let hitsWidth = CellWidth.blank + CellWidth.count
  private static let shareWidth = CellWidth.blank + CellWidth.share
  /// A share is left out where the bar would be shorter.
  private static let leastBar = 10

  /// Draws the lines from `offset` on, as many as fit.
  func draw(in area: Area, offset: Int = 0, on grid: inout Grid) {
    let window = ScrollWindow(count: lines.count, height: area.rows, offset: offset)
    let hasShare =
      area.columns
      >= nameWidth + ShareList.hitsWidth + ShareList.shareWidth + CellWidth.blank
      + ShareList.leastBar
    for (place, index) in window.range.enumerated() {
      let line = lines[index]
      let row = area.row + place
      guard let hits = line.hits else {
        grid.write(line.name, column: area.column, row: row, role: line.role, limit: area.columns)
        continue
      }
      let isNothing = hits == 0
      grid.write(
        line.isDetail ? " " + line.name : line.name, column: area.column, row: row,
        role: isNothing ? .muted : line.isDetail ? .text : line.role, limit: nameWidth)
      var column = area.column + nameWidth + ShareList.hitsWidth
      grid.write(
        isNothing ? "·" : (line.isAtLeast ? "≥" : "") + shortCount(hits), endingAt: column,
        row: row,
        role: isNothing ? .muted : line.isDetail ? .text : .strong)
      if hasShare {
        column += ShareList.shareWidth
        grid.write(shortShare(hits, of: total), endingAt: column, row: row, role: .muted)
      }
      column += CellWidth.blank
      grid.drawBar(
        share: Double(hits) / Double(max(1, total)), column: column, row: row,
        width: area.endColumn - column, role: line.isDetail ? .border : line.role)
    }
  }
}

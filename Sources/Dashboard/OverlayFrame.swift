import Canvas

/// The frame of an overlay: a focused panel in the middle of what it covers, with a free column at each
/// side.
enum OverlayFrame {
  /// The columns that stay free beside it.
  static let margin = 2

  /// The columns of an overlay, its border included, that has room for `most`.
  static func columns(_ most: Int, in size: Size) -> Int {
    max(0, min(size.columns - margin, most))
  }

  /// Draws the frame in the middle of `cover`; returns the area inside.
  static func draw(
    _ title: PanelTitle, columns: Int, rows: Int, over cover: Area, on grid: inout Grid
  ) -> Area {
    let area = Area(
      column: cover.column + (cover.columns - columns) / 2,
      row: cover.row + (cover.rows - rows) / 2, columns: columns, rows: rows)
    grid.fill(
      Area(
        column: area.column - 1, row: area.row, columns: area.columns + margin, rows: area.rows))
    return grid.drawPanel(area, title: title, border: .box, isFocused: true)
  }

  /// Writes into the lower border which lines are visible, unless all are.
  static func drawPlace(
    _ window: ScrollWindow, of count: Int, under inside: Area, on grid: inout Grid
  ) {
    guard window.range.count < count else { return }
    grid.write(
      " \(window.place(of: count))  ↑ ↓ ", endingAt: inside.endColumn, row: inside.endRow,
      role: .muted)
  }
}

extension ScrollWindow {
  /// Which lines are visible, in words.
  func place(of count: Int) -> String {
    "\(range.lowerBound + 1)\u{2013}\(range.upperBound) of \(count)"
  }
}

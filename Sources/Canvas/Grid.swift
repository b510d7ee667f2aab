/// One character cell.
package struct Cell: Hashable, Sendable {
  package var glyph: Unicode.Scalar
  package var role: Role

  package init(_ glyph: Unicode.Scalar = " ", _ role: Role = .text) {
    self.glyph = glyph
    self.role = role
  }
}

/// A rectangle of cells: the contents of a terminal, as a value.
///
/// Writing outside of it is ignored, so that drawing code need not check for the edges.
package struct Grid: Hashable, Sendable {
  package let size: Size
  private var cells: [Cell]

  /// Creates a blank grid; negative sizes count as 0.
  package init(_ size: Size) {
    self.size = Size(columns: max(0, size.columns), rows: max(0, size.rows))
    cells = Array(repeating: Cell(), count: self.size.columns * self.size.rows)
  }

  /// The cell at a column and a row, counted from 0; blank outside of the grid.
  package subscript(column column: Int, row row: Int) -> Cell {
    get { contains(column, row) ? cells[row * size.columns + column] : Cell() }
    set {
      guard contains(column, row) else { return }
      cells[row * size.columns + column] = newValue
    }
  }

  private func contains(_ column: Int, _ row: Int) -> Bool {
    column >= 0 && row >= 0 && column < size.columns && row < size.rows
  }
}

/// A rectangle of cells within a grid.
package struct Area: Hashable, Sendable {
  /// Counted from 0, from the left.
  package var column: Int
  /// Counted from 0, from the top.
  package var row: Int
  package var columns: Int
  package var rows: Int

  /// Creates an area; negative sizes count as 0.
  package init(column: Int, row: Int, columns: Int, rows: Int) {
    self.column = column
    self.row = row
    self.columns = max(0, columns)
    self.rows = max(0, rows)
  }

  package var isEmpty: Bool { columns == 0 || rows == 0 }

  /// The column after the last one.
  package var endColumn: Int { column + columns }
  /// The row below the last one.
  package var endRow: Int { row + rows }

  /// Whether a cell lies inside.
  package func contains(column: Int, row: Int) -> Bool {
    column >= self.column && column < endColumn && row >= self.row && row < endRow
  }

  /// Cuts up to that many rows off the top and returns them.
  package mutating func takeTop(_ count: Int) -> Area {
    let taken = max(0, min(count, rows))
    let top = Area(column: column, row: row, columns: columns, rows: taken)
    row += taken
    rows -= taken
    return top
  }

  /// Cuts up to that many rows off the bottom and returns them.
  package mutating func takeBottom(_ count: Int) -> Area {
    let taken = max(0, min(count, rows))
    rows -= taken
    return Area(column: column, row: row + rows, columns: columns, rows: taken)
  }

  /// Cuts up to that many columns off the left and returns them.
  package mutating func takeLeft(_ count: Int) -> Area {
    let taken = max(0, min(count, columns))
    let left = Area(column: column, row: row, columns: taken, rows: rows)
    column += taken
    columns -= taken
    return left
  }

  /// Cuts up to that many columns off the right and returns them.
  package mutating func takeRight(_ count: Int) -> Area {
    let taken = max(0, min(count, columns))
    columns -= taken
    return Area(column: column + columns, row: row, columns: taken, rows: rows)
  }
}

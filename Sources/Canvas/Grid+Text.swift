extension Grid {
  /// Writes one row of text, one scalar a cell, and returns the column after it.
  ///
  /// Text longer than `limit` cells is cut and ends with `…`. A scalar that might not take exactly
  /// one cell is shown as `?`.
  @discardableResult
  package mutating func write(
    _ text: String, column: Int, row: Int, role: Role, limit: Int = .max
  ) -> Int {
    guard limit > 0 else { return column }
    var place = column
    var written = 0
    for scalar in text.unicodeScalars {
      if written == limit {
        self[column: place - 1, row: row].glyph = "…"
        break
      }
      self[column: place, row: row] = Cell(scalar.fillsOneCell ? scalar : "?", role)
      place += 1
      written += 1
      // The rest lies beyond the right edge.
      if place > size.columns { break }
    }
    return place
  }

  /// Writes text that ends before the column `end`, cut to `limit` cells, and returns the column that
  /// it begins at.
  @discardableResult
  package mutating func write(
    _ text: String, endingAt end: Int, row: Int, role: Role, limit: Int = .max
  ) -> Int {
    let start = end - min(text.unicodeScalars.count, max(0, limit))
    write(text, column: start, row: row, role: role, limit: limit)
    return start
  }

  /// Writes text in the middle of one row of an area.
  package mutating func write(_ text: String, centredIn area: Area, row: Int, role: Role) {
    let start = area.column + max(0, (area.columns - text.unicodeScalars.count) / 2)
    write(text, column: start, row: row, role: role, limit: area.columns)
  }

  /// Fills an area with one cell.
  package mutating func fill(_ area: Area, with cell: Cell = Cell()) {
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn { self[column: column, row: row] = cell }
    }
  }

  /// Gives every cell of an area another role and keeps the glyphs.
  package mutating func paint(_ area: Area, role: Role) {
    for row in area.row..<area.endRow {
      for column in area.column..<area.endColumn { self[column: column, row: row].role = role }
    }
  }

  /// The glyphs of the grid, one line a row, without blanks at the ends of the lines.
  package var text: String {
    var text = ""
    for row in 0..<size.rows {
      var line = String.UnicodeScalarView()
      var blanks = 0
      for column in 0..<size.columns {
        let glyph = self[column: column, row: row].glyph
        if glyph == " " {
          blanks += 1
        } else {
          line.append(contentsOf: repeatElement(" ", count: blanks))
          line.append(glyph)
          blanks = 0
        }
      }
      text.unicodeScalars.append(contentsOf: line)
      text.append("\n")
    }
    return text
  }
}

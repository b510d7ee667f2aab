/// The border of panels.
package enum PanelBorder: Hashable, Sendable {
  /// A line above with the title in it: one row.
  case rule
  /// A line all around: two rows and four columns, blanks included.
  case box

  /// The rows that it takes.
  package var rows: Int { self == .rule ? 1 : 2 }

  /// The columns that it takes, half of them at each side.
  package var columns: Int { self == .rule ? 2 : 4 }

  /// What is left inside.
  package func inside(_ area: Area) -> Area {
    Area(
      column: area.column + columns / 2, row: area.row + 1, columns: area.columns - columns,
      rows: area.rows - rows)
  }
}

/// The texts in the line above a panel.
package struct PanelTitle: Hashable, Sendable {
  /// The key that focuses the panel; empty for none.
  package var key: String
  package var name: String
  /// More about the panel; left out where it does not fit.
  package var detail: String
  /// A note at the right end; left out where it does not fit.
  package var note: String
  /// The role of the note.
  package var noteRole: Role

  package init(
    key: String = "", name: String, detail: String = "", note: String = "",
    noteRole: Role = .muted
  ) {
    self.key = key
    self.name = name
    self.detail = detail
    self.note = note
    self.noteRole = noteRole
  }
}

extension Grid {
  /// Draws the border and the title of a panel and returns the area inside.
  ///
  /// A panel in focus has a heavy line, so that it stands out without colour.
  package mutating func drawPanel(
    _ area: Area, title: PanelTitle, border: PanelBorder, isFocused: Bool
  ) -> Area {
    guard !area.isEmpty else { return border.inside(area) }
    let role: Role = isFocused ? .focus : .border
    let line = Cell(isFocused ? "━" : "─", role)
    fill(Area(column: area.column, row: area.row, columns: area.columns, rows: 1), with: line)
    if border == .box { drawSides(area, line: line, isFocused: isFocused) }
    drawTitle(title, in: area, isFocused: isFocused)
    return border.inside(area)
  }

  private mutating func drawSides(_ area: Area, line: Cell, isFocused: Bool) {
    let role = line.role
    let corners: [Unicode.Scalar] = isFocused ? ["┏", "┓", "┗", "┛"] : ["╭", "╮", "╰", "╯"]
    let bottom = area.endRow - 1
    let right = area.endColumn - 1
    fill(Area(column: area.column, row: bottom, columns: area.columns, rows: 1), with: line)
    for row in area.row..<area.endRow {
      self[column: area.column, row: row] = Cell(isFocused ? "┃" : "│", role)
      self[column: right, row: row] = Cell(isFocused ? "┃" : "│", role)
    }
    self[column: area.column, row: area.row] = Cell(corners[0], role)
    self[column: right, row: area.row] = Cell(corners[1], role)
    self[column: area.column, row: bottom] = Cell(corners[2], role)
    self[column: right, row: bottom] = Cell(corners[3], role)
  }

  private mutating func drawTitle(_ title: PanelTitle, in area: Area, isFocused: Bool) {
    let limit = area.endColumn - 2
    var column = area.column + 1
    guard limit > column + 2 else { return }
    write(" ", column: column, row: area.row, role: .title)
    column += 1
    if !title.key.isEmpty {
      column = write(
        title.key + " ", column: column, row: area.row, role: .keyName, limit: limit - column)
    }
    let titleRole: Role = isFocused ? .focus : .title
    column = write(
      title.name, column: column, row: area.row, role: titleRole, limit: limit - column)
    let detailLength = title.detail.unicodeScalars.count
    if detailLength > 0, column + 1 + detailLength < limit {
      column = write("  " + title.detail, column: column, row: area.row, role: .muted)
    }
    write(" ", column: column, row: area.row, role: .title)
    let noteLength = title.note.unicodeScalars.count
    if noteLength > 0, column + noteLength + 3 < limit {
      write(" \(title.note) ", endingAt: limit, row: area.row, role: title.noteRole)
    }
  }
}

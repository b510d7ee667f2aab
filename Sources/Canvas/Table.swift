/// A column of a table.
package struct TableColumn: Hashable, Sendable {
  package enum Alignment: Hashable, Sendable {
    case left
    case right
  }

  package var title: String
  /// In cells; longer texts are cut.
  package var width: Int
  package var alignment: Alignment

  package init(_ title: String, width: Int, alignment: Alignment = .right) {
    self.title = title
    self.width = width
    self.alignment = alignment
  }
}

/// A text in a table.
package struct TableCell: Hashable, Sendable {
  package var text: String
  package var role: Role

  package init(_ text: String, _ role: Role = .text) {
    self.text = text
    self.role = role
  }
}

extension Grid {
  /// Writes one row of a table, with a blank between the columns, and returns the column after it.
  @discardableResult
  package mutating func drawRow(
    _ cells: [TableCell], columns: [TableColumn], column start: Int, row: Int
  ) -> Int {
    var place = start
    for (cell, column) in zip(cells, columns) {
      switch column.alignment {
      case .left:
        write(cell.text, column: place, row: row, role: cell.role, limit: column.width)
      case .right:
        write(
          cell.text, endingAt: place + column.width, row: row, role: cell.role,
          limit: column.width)
      }
      place += column.width + 1
    }
    return place
  }
}

/// The part of a list that is visible.
package struct ScrollWindow: Hashable, Sendable {
  /// The visible indices.
  package var range: Range<Int>

  /// Keeps `selected` in the middle, except near the ends of the list.
  package init(count: Int, height: Int, selected: Int) {
    let height = max(0, height)
    let latest = max(0, count - height)
    let first = min(latest, max(0, selected - height / 2))
    range = first..<min(max(first, count), first + height)
  }

  /// Begins at `offset`, or earlier where the list would end before the window does.
  package init(count: Int, height: Int, offset: Int) {
    let height = max(0, height)
    let first = min(max(0, count - height), max(0, offset))
    range = first..<min(max(first, count), first + height)
  }
}

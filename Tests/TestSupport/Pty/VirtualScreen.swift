/// What a terminal would show of the bytes that a program writes to it.
///
/// Knows what ncurses writes for the types that the tests use; `unknown` lists whatever else comes,
/// so that a test can say that nothing did.
package struct VirtualScreen {
  /// A character, and how it looks.
  package struct Cell: Equatable {
    package var scalar: Unicode.Scalar = " "
    package var pen = Pen()
  }

  package struct Pen: Equatable {
    package var foreground: Int?
    package var background: Int?
    package var isBold = false
    package var isReversed = false
  }

  package private(set) var columns: Int
  package private(set) var rows: Int
  package var cells: [[Cell]]
  package var cursor = (row: 0, column: 0)
  package var pen = Pen()
  /// The scrolling region, first and last row.
  package var region: ClosedRange<Int>
  /// The screen that the alternate one covers.
  package var covered: [[Cell]]?
  package var saved = (row: 0, column: 0)
  /// DEC private modes that are set, `?1000` and the like.
  package var modes = VirtualScreen.initialModes
  package var isInserting = false
  package var isKeypadOn = false
  package var title = ""
  /// What was last copied to the clipboard, in Base64.
  package var copied = ""
  package var bells = 0
  package var colorSequences = 0
  package var unknown: [String] = []
  /// Whether the next character goes to the next row first.
  package var isWrapPending = false
  /// G0 and G1, and which of them is in use: whether they are DEC's line drawing characters.
  package var lineDrawing = [false, false]
  package var shift = 0
  package var lastScalar: Unicode.Scalar = " "
  package var parser = ParserState.ground
  package var utf8: [UInt8] = []

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    cells = Self.blank(columns, rows)
    region = 0...(rows - 1)
  }

  /// Automatic margins, and a cursor that is seen.
  package static let initialModes: Set<Int> = [7, 25]

  package static func blank(_ columns: Int, _ rows: Int) -> [[Cell]] {
    Array(repeating: Array(repeating: Cell(), count: columns), count: rows)
  }

  /// The rows, without the blanks at their ends.
  package var lines: [String] {
    cells.map { row in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: row.map(\.scalar))
      while text.last == " " { text.removeLast() }
      return String(text)
    }
  }

  package var text: String { lines.joined(separator: "\n") }
  package var isAlternate: Bool { covered != nil }

  package func contains(_ text: String) -> Bool { lines.contains { $0.contains(text) } }

  /// Cuts or extends at the right and the lower edge.
  package mutating func resize(columns: Int, rows: Int) {
    let (old, oldCovered) = (cells, covered)
    self.columns = columns
    self.rows = rows
    cells = fitted(old)
    covered = oldCovered.map(fitted)
    region = 0...(rows - 1)
    moveCursor(row: cursor.row, column: cursor.column)
  }

  private func fitted(_ old: [[Cell]]) -> [[Cell]] {
    var new = Self.blank(columns, rows)
    for row in 0..<min(rows, old.count) {
      for column in 0..<min(columns, old[row].count) { new[row][column] = old[row][column] }
    }
    return new
  }

  package mutating func moveCursor(row: Int, column: Int) {
    cursor = (min(max(0, row), rows - 1), min(max(0, column), columns - 1))
    isWrapPending = false
  }

  package mutating func put(_ scalar: Unicode.Scalar) {
    if isWrapPending {
      lineFeed()
      cursor.column = 0
      isWrapPending = false
    }
    let shown = lineDrawing[shift] ? Self.lineDrawn(scalar) : scalar
    if isInserting {
      cells[cursor.row].insert(Cell(), at: cursor.column)
      cells[cursor.row].removeLast()
    }
    cells[cursor.row][cursor.column] = Cell(scalar: shown, pen: pen)
    lastScalar = scalar
    if cursor.column == columns - 1 { isWrapPending = true } else { cursor.column += 1 }
  }

  package mutating func lineFeed() {
    if cursor.row == region.upperBound {
      scrollUp(1)
    } else if cursor.row < rows - 1 {
      cursor.row += 1
    }
  }

  package mutating func reverseLineFeed() {
    if cursor.row == region.lowerBound {
      scrollDown(1)
    } else if cursor.row > 0 {
      cursor.row -= 1
    }
  }

  package mutating func scrollUp(_ count: Int) { removeRows(at: region.lowerBound, count) }
  package mutating func scrollDown(_ count: Int) { insertRows(at: region.lowerBound, count) }

  package mutating func removeRows(at row: Int, _ count: Int) {
    guard region.contains(row) else { return }
    for _ in 0..<min(count, rows) {
      cells.remove(at: row)
      cells.insert(Array(repeating: Cell(), count: columns), at: region.upperBound)
    }
  }

  package mutating func insertRows(at row: Int, _ count: Int) {
    guard region.contains(row) else { return }
    for _ in 0..<min(count, rows) {
      cells.remove(at: region.upperBound)
      cells.insert(Array(repeating: Cell(), count: columns), at: row)
    }
  }

  private static func lineDrawn(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    let drawn: [Unicode.Scalar: Unicode.Scalar] = [
      "q": "─", "x": "│", "l": "┌", "k": "┐", "m": "└", "j": "┘", "n": "┼", "a": "▒",
    ]
    return drawn[scalar] ?? scalar
  }
}

extension VirtualScreen {
  /// A control sequence: `ESC [`, the parameters, the final character.
  package mutating func control(_ text: String, final: Character) {
    if text.hasPrefix("?") {
      return setModes(text.dropFirst().split(separator: ";").compactMap { Int($0) }, final)
    }
    let fields = text.split(separator: ";", omittingEmptySubsequences: false).map { Int($0) }
    let count = max(1, (fields.first ?? nil) ?? 1)
    let second = max(1, (fields.count > 1 ? fields[1] : nil) ?? 1)
    let (row, column) = (cursor.row, cursor.column)
    switch final {
    case "A": moveCursor(row: row - count, column: column)
    case "B", "e": moveCursor(row: row + count, column: column)
    case "C", "a": moveCursor(row: row, column: column + count)
    case "D": moveCursor(row: row, column: column - count)
    case "G", "`": moveCursor(row: row, column: count - 1)
    case "H", "f": moveCursor(row: count - 1, column: second - 1)
    case "d": moveCursor(row: count - 1, column: column)
    case "Z": moveCursor(row: row, column: (column - 1) / 8 * 8)
    case "J": eraseDisplay((fields.first ?? nil) ?? 0)
    case "K": eraseLine((fields.first ?? nil) ?? 0)
    case "X": erase(row, column..<min(columns, column + count))
    case "@":
      for _ in 0..<min(count, columns - column) {
        cells[row].insert(blank, at: column)
        cells[row].removeLast()
      }
    case "P":
      for _ in 0..<min(count, columns - column) {
        cells[row].remove(at: column)
        cells[row].append(blank)
      }
    case "L": insertRows(at: row, count)
    case "M": removeRows(at: row, count)
    case "S": scrollUp(count)
    case "T": scrollDown(count)
    case "b": for _ in 0..<count { put(lastScalar) }
    case "m": setPen(fields.map { $0 ?? 0 })
    case "r":
      // What was meant for a screen that has become smaller since is cut to what is left of it.
      let bottom = fields.count > 1 ? min(second, rows) - 1 : rows - 1
      region = min(count - 1, bottom)...bottom
      moveCursor(row: 0, column: 0)
    case "h" where text == "4": isInserting = true
    case "l" where text == "4": isInserting = false
    // How the cursor looks to screen(1); the window's title kept and taken back.
    case "h" where text == "34", "l" where text == "34": break
    case "t" where text.hasPrefix("22;") || text.hasPrefix("23;"): break
    default: unknown.append("CSI \(text)\(final)")
    }
  }

  /// What erasing leaves: a blank in the current background.
  private var blank: Cell {
    var pen = Pen()
    pen.background = self.pen.background
    return Cell(scalar: " ", pen: pen)
  }

  private mutating func erase(_ row: Int, _ columns: Range<Int>) {
    for column in columns { cells[row][column] = blank }
    isWrapPending = false
  }

  private mutating func eraseLine(_ kind: Int) {
    switch kind {
    case 0: erase(cursor.row, cursor.column..<columns)
    case 1: erase(cursor.row, 0..<(cursor.column + 1))
    default: erase(cursor.row, 0..<columns)
    }
  }

  private mutating func eraseDisplay(_ kind: Int) {
    if kind != 2 { eraseLine(kind) }
    let others = kind == 0 ? (cursor.row + 1)..<rows : kind == 1 ? 0..<cursor.row : 0..<rows
    for row in others { erase(row, 0..<columns) }
  }

  private mutating func setModes(_ numbers: [Int], _ final: Character) {
    // How the cursor looks to Linux.
    if final == "c" { return }
    guard final == "h" || final == "l" else { return unknown.append("CSI ?\(numbers)\(final)") }
    for number in numbers {
      if final == "h" { modes.insert(number) } else { modes.remove(number) }
      guard number == 1049 || number == 47 else { continue }
      if final == "h", covered == nil {
        covered = cells
        saved = cursor
        cells = Self.blank(columns, rows)
      } else if final == "l", let main = covered {
        cells = main
        covered = nil
        moveCursor(row: saved.row, column: saved.column)
      }
    }
  }

  /// Select graphic rendition.
  private mutating func setPen(_ numbers: [Int]) {
    var rest = numbers[...]
    if rest.isEmpty { pen = Pen() }
    while let number = rest.popFirst() {
      switch number {
      case 0: pen = Pen()
      case 1: pen.isBold = true
      case 7: pen.isReversed = true
      case 22: pen.isBold = false
      case 27: pen.isReversed = false
      case 30...37: pen.foreground = number - 30
      case 40...47: pen.background = number - 40
      case 90...97: pen.foreground = number - 82
      case 100...107: pen.background = number - 92
      case 39: pen.foreground = nil
      case 49: pen.background = nil
      case 38: pen.foreground = rest.dropFirst().first
      case 48: pen.background = rest.dropFirst().first
      default: break
      }
      if (30...49).contains(number) || (90...107).contains(number) { colorSequences += 1 }
      if number == 38 || number == 48 { rest = rest.dropFirst(2) }
    }
  }
}

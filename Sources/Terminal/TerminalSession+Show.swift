import CNcurses
package import Canvas

extension TerminalSession {
  /// Shows the grid, from the upper left corner on.
  ///
  /// Only rows that changed are passed to ncurses, which writes only the cells that changed: a frame
  /// in which only the clock changes takes about ten bytes. Blocks while the terminal does not read.
  package func show(_ grid: Grid) {
    guard !isAway else { return }
    let window = unsafe hightide_stdscr()
    let old = shown?.size == grid.size ? shown : nil
    if old == nil { unsafe werase(window) }
    for row in 0..<min(grid.size.rows, size.rows) where !isSame(row, grid, old) {
      unsafe draw(row, of: grid, on: window)
    }
    unsafe wnoutrefresh(window)
    doupdate()
    flush()
    shown = grid
  }

  /// Writes the whole screen again, for `^L`.
  package func redraw() {
    unsafe clearok(hightide_curscr(), true)
  }

  package func ring() {
    guard !isAway else { return }
    beep()
    flush()
  }

  /// Sends the terminal a sequence that changes nothing on the screen, such as a notification.
  package func obey(_ sequence: [UInt8]) {
    if !isAway { write(sequence) }
  }

  /// Shows `text` in the title of the terminal's window, if it has one.
  package func setTitle(_ text: String) {
    titleText = text
    if !isAway { write(title.bytes(text)) }
  }

  private func isSame(_ row: Int, _ grid: Grid, _ old: Grid?) -> Bool {
    guard let old else { return false }
    return (0..<grid.size.columns).allSatisfy {
      old[column: $0, row: row] == grid[column: $0, row: row]
    }
  }

  /// Draws a row in runs of cells with the same role.
  private func draw(_ row: Int, of grid: Grid, on window: UnsafeMutablePointer<WINDOW>?) {
    let columns = min(grid.size.columns, size.columns)
    var run: [wchar_t] = []
    var start = 0
    while start < columns {
      let role = grid[column: start, row: row].role
      run.removeAll(keepingCapacity: true)
      var end = start
      while end < columns, grid[column: end, row: row].role == role {
        run.append(shownCode(of: grid[column: end, row: row].glyph))
        end += 1
      }
      unsafe attributes.apply(role, to: window)
      unsafe wmove(window, Int32(row), Int32(start))
      // ncurses reads the character after the last one before it compares the count.
      run.append(0)
      // For the lower-right cell this returns an error although it draws the cell.
      unsafe waddnwstr(window, run, Int32(run.count - 1))
      start = end
    }
  }

  /// The last check before the terminal: a control character, one that does not take exactly one
  /// column, or one that the locale lacks, becomes `?`.
  private func shownCode(of glyph: Unicode.Scalar) -> wchar_t {
    let code = wchar_t(glyph.value)
    let question = wchar_t(0x3F)
    switch (glyph.value, encoding) {
    case (0x20...0x7E, _): return code
    case (0xA0..., .utf8): return wcwidth(code) == 1 ? code : question
    default: return question
    }
  }
}

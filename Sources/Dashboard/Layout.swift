import Canvas

/// Where everything is, for a size and a state.
///
/// The smaller the screen, the more is left out: first the histograms, then the alert history, then
/// the sections. The state, the alert's message and the graph always stay.
struct Layout: Hashable {
  /// On a smaller screen only a word about its size is drawn.
  static let smallest = Size(columns: 40, rows: 12)
  /// A roomy screen with at least this many rows has boxes around its panels.
  private static let rowsForBoxes = 32

  var border = PanelBorder.rule
  var header = Area(column: 0, row: 0, columns: 0, rows: 0)
  /// The message of the alert under way, where the history is not shown.
  var message: Area?
  /// Everything between the header and the footer.
  var body = Area(column: 0, row: 0, columns: 0, rows: 0)
  var panels: [Panel: Area] = [:]
  /// The open section, in place of the panels.
  var detail: Area?
  /// The lines that are looked at, in place of all that.
  var lines: Area?
  /// The row that says what the filter of the screen chooses, while there is one.
  var filter: Area?
  /// The line that says what a threshold would have meant, or how a filter may go on, while one is
  /// typed.
  var backtest: Area?
  var footer = Area(column: 0, row: 0, columns: 0, rows: 0)
  var isTooSmall = false

  /// Lays out a screen; `messageRows` are those of the alert under way, 0 while there is none.
  init(
    _ view: ViewState, messageRows: Int, contents: PanelContents = PanelContents()
  ) {
    let size = view.size
    guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
      isTooSmall = true
      return
    }
    border = size.breadth >= .roomy && size.rows >= Layout.rowsForBoxes ? .box : .rule
    var rest = Area(column: 0, row: 0, columns: size.columns, rows: size.rows)
    header = rest.takeTop(HeaderRows.count(for: size))
    footer = rest.takeBottom(1)
    if view.screenFilter.all != nil { filter = rest.takeTop(1) }
    switch view.prompt {
    case .threshold?, .screenFilter?: backtest = rest.takeBottom(1)
    case .filter?, .silence?, nil: break
    }
    if view.lines != nil {
      takeMessage(messageRows, from: &rest, leaving: 7)
      lines = rest
    } else if view.openGroup != nil {
      takeMessage(messageRows, from: &rest, leaving: 7)
      detail = rest
    } else if view.isZoomed {
      if view.focus != .alerts { takeMessage(messageRows, from: &rest) }
      panels[view.focus] = rest
    } else {
      let bands = PanelBands(
        isNarrow: size.breadth < .wide, border: border, contents: contents)
      if !bands.shows(.alerts, rows: rest.rows) { takeMessage(messageRows, from: &rest) }
      panels = bands.areas(in: rest)
    }
    body = Area(
      column: 0, row: (filter ?? header).endRow, columns: size.columns,
      rows: (backtest ?? footer).row - (filter ?? header).endRow)
  }

  /// Gives the message its rows if at least `least` remain.
  ///
  /// If they do not, the header still says that there is an alert, since when, and the average.
  private mutating func takeMessage(_ rows: Int, from rest: inout Area, leaving least: Int = 3) {
    guard rows > 0, rest.rows >= rows + least else { return }
    message = rest.takeTop(rows)
  }
}

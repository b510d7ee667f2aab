import Canvas

/// Where everything is, for a size and a state.
///
/// On small screens the state and the alert's message stay the longest, then the graph, the
/// sections, the alert history and the histograms.
struct Layout: Hashable {
  /// On a smaller screen only a word about its size is drawn.
  static let smallest = Size(columns: 40, rows: 12)
  /// From so many rows on a screen that is roomy has boxes around its panels.
  private static let rowsForBoxes = 32

  var border = PanelBorder.rule
  var header = Area(column: 0, row: 0, columns: 0, rows: 0)
  /// The message of the alert under way, where the history is not shown.
  var message: Area?
  /// Everything between the header and the footer.
  var body = Area(column: 0, row: 0, columns: 0, rows: 0)
  var panels: [Panel: Area] = [:]
  /// Instead of the panels below the header.
  var detail: Area?
  /// The line that says what a threshold would have meant, while one is typed.
  var rehearsal: Area?
  var footer = Area(column: 0, row: 0, columns: 0, rows: 0)
  var isTooSmall = false

  /// Lays out a screen; `messageRows` are those of the alert under way, 0 while there is none.
  init(_ view: ViewState, messageRows: Int) {
    let size = view.size
    guard size.columns >= Layout.smallest.columns, size.rows >= Layout.smallest.rows else {
      isTooSmall = true
      return
    }
    border = size.breadth >= .roomy && size.rows >= Layout.rowsForBoxes ? .box : .rule
    var rest = Area(column: 0, row: 0, columns: size.columns, rows: size.rows)
    header = rest.takeTop(HeaderRows.count(for: size))
    footer = rest.takeBottom(1)
    if case .threshold? = view.prompt { rehearsal = rest.takeBottom(1) }
    if view.openSection != nil {
      takeMessage(messageRows, from: &rest, leaving: 7)
      detail = rest
    } else if view.isZoomed {
      if view.focus != .alerts { takeMessage(messageRows, from: &rest) }
      panels[view.focus] = rest
    } else {
      let bands = PanelBands(isNarrow: size.breadth < .wide, border: border)
      if !bands.shows(.alerts, rows: rest.rows) { takeMessage(messageRows, from: &rest) }
      panels = bands.areas(in: rest)
    }
    body = Area(
      column: 0, row: header.endRow, columns: size.columns,
      rows: (rehearsal ?? footer).row - header.endRow)
  }

  /// The message has its rows where `least` are left; where they are not, the header still says
  /// that there is an alert, since when and how high the average is.
  private mutating func takeMessage(_ rows: Int, from rest: inout Area, leaving least: Int = 3) {
    guard rows > 0, rest.rows >= rows + least else { return }
    message = rest.takeTop(rows)
  }
}

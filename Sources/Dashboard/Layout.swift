import Canvas

/// Where everything is, for a size and a state.
///
/// What matters most survives the longest: the state and the alert's message, then the graph, then
/// the sections, then the alert history, then the histograms.
struct Layout: Hashable {
  /// Below this nothing useful can be said.
  static let smallest = Size(columns: 40, rows: 12)

  var border = PanelBorder.rule
  var header = Area(column: 0, row: 0, columns: 0, rows: 0)
  /// The message of the alert under way, where the history is not seen.
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
    border = size.columns >= 100 && size.rows >= 32 ? .box : .rule
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
    } else if size.columns >= 76 {
      layOutWide(&rest, messageRows: messageRows)
    } else {
      layOutNarrow(&rest, messageRows: messageRows)
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

  /// Graph above, three panels side by side, alerts below.
  private mutating func layOutWide(_ rest: inout Area, messageRows: Int) {
    if rest.rows >= 16 {
      let alertRows = max(border == .box ? 5 : 4, rest.rows * 22 / 100 + 1)
      panels[.alerts] = rest.takeBottom(alertRows)
    } else {
      takeMessage(messageRows, from: &rest)
    }
    let graphRows = rest.rows < 7 ? rest.rows : max(4, (rest.rows + 1) / 2)
    panels[.graph] = rest.takeTop(graphRows)
    guard rest.rows >= 3 else { return }
    let gap = border == .box ? 0 : 1
    let bytes = rest.takeRight(max(23, rest.columns * 27 / 100))
    _ = rest.takeRight(gap)
    let statuses = rest.takeRight(max(19, bytes.columns * 80 / 100))
    _ = rest.takeRight(gap)
    panels[.responseBytes] = bytes
    panels[.statuses] = statuses
    panels[.sections] = rest
  }

  /// Everything below each other, the histograms side by side where they fit.
  private mutating func layOutNarrow(_ rest: inout Area, messageRows: Int) {
    let hasAlerts = rest.rows >= 18
    if hasAlerts {
      panels[.alerts] = rest.takeBottom(max(6, rest.rows / 4))
    } else {
      takeMessage(messageRows, from: &rest)
    }
    if rest.rows >= 22 {
      var histograms = rest.takeBottom(max(7, rest.rows / 3))
      panels[.responseBytes] = histograms.takeRight(histograms.columns / 2)
      panels[.statuses] = histograms
    }
    let graphRows = rest.rows < 7 ? min(rest.rows, 4) : max(4, (rest.rows + 1) / 2)
    panels[.graph] = rest.takeTop(rest.rows - graphRows < 3 ? rest.rows : graphRows)
    if rest.rows >= 3 { panels[.sections] = rest }
  }
}

import Canvas

/// What a panel shows of one frame, and what it does with keys and clicks.
///
/// Only drawing is required: by default a panel has nothing to move or select, and Enter zooms it.
protocol PanelContent {
  /// Draws the panel, border and title included.
  func draw(in area: Area, on grid: inout Grid)

  /// Moves the selection or scrolls; `page` is how far a page key goes.
  func move(_ action: Action, page: Int, in view: inout ViewState)

  /// Selects what stands in a cell, counted from the upper left corner of the area inside the border;
  /// returns whether anything does.
  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool

  /// What Enter does, and a double click on something selected.
  func open(in view: inout ViewState) -> [DashboardCommand]
}

extension PanelContent {
  func move(_ action: Action, page: Int, in view: inout ViewState) {}

  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool { false }

  func open(in view: inout ViewState) -> [DashboardCommand] {
    view.isZoomed.toggle()
    return []
  }
}

extension Action {
  /// Where a movement from `index` leads in a list that goes from 0 to `last`.
  func moved(_ index: Int, page: Int, last: Int) -> Int {
    let target =
      switch self {
      case .up: index - 1
      case .down: index + 1
      case .pageUp: index - page
      case .pageDown: index + page
      case .first: 0
      case .last: last
      default: index
      }
    return max(0, min(last, target))
  }
}

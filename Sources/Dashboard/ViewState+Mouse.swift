import Canvas

extension ViewState {
  /// Focuses the panel under the pointer, and scrolls, selects, opens or zooms in it.
  mutating func handle(_ event: MouseEvent, in model: DashboardModel) -> [DashboardCommand] {
    if overlay != nil {
      switch event.action {
      case .press, .doublePress:
        overlay = nil
        return []
      case .release: return []
      case .wheelUp: return handle(.key(.up), in: model)
      case .wheelDown: return handle(.key(.down), in: model)
      }
    }
    if lines != nil {
      switch event.action {
      case .wheelUp: return handle(.key(.up), in: model)
      case .wheelDown: return handle(.key(.down), in: model)
      case .press, .doublePress, .release: return []
      }
    }
    let scene = Scene(model, self)
    guard event.action != .release else {
      if let area = scene.layout.panels[.graph] {
        let inside = scene.layout.border.inside(area)
        // It reads the state as it was when the button was pressed.
        RateGraphPanel(scene).release(
          column: event.column - inside.column, inside: inside, in: &self)
      }
      return []
    }
    pressed = nil
    guard
      let panel = scene.layout.panels.first(where: {
        $0.value.contains(column: event.column, row: event.row)
      })?.key
    else { return [] }
    focus = panel
    switch event.action {
    case .wheelUp: move(.up, in: model)
    case .wheelDown: move(.down, in: model)
    case .press: select(event, in: scene)
    case .release: break
    case .doublePress:
      guard select(event, in: scene) else {
        isZoomed.toggle()
        return []
      }
      return handle(.key(.enter), in: model)
    }
    return []
  }

  /// Selects what the focused panel has under the pointer; returns whether anything is there.
  @discardableResult
  private mutating func select(_ event: MouseEvent, in scene: Scene) -> Bool {
    guard let area = scene.layout.panels[focus] else { return false }
    let inside = scene.layout.border.inside(area)
    return PanelTable.content(of: focus, in: scene)
      .select(
        column: event.column - inside.column, row: event.row - inside.row, inside: inside,
        in: &self)
  }
}

package import Canvas
package import Query
import Traffic

extension ViewState {
  /// Handles what the user did, and returns what that asks of the rest of the program, in order.
  ///
  /// - Complexity: O(sections listed).
  package mutating func handle(
    _ event: InputEvent, in model: DashboardModel
  ) -> [DashboardCommand] {
    let model = looking(at: model)
    switch event {
    case .resize(let newSize):
      size = Size(columns: max(0, newSize.columns), rows: max(0, newSize.rows))
      return []
    case .paste(let text):
      // What was meant for another window must not act as keys.
      paste(text, in: model)
      return []
    case .background(let background):
      guard followsBackground else { return [] }
      theme = Theme(on: background)
      return [.setTheme(theme)]
    case .mouse(let event):
      guard prompt == nil else { return [] }
      return handle(event, in: model)
    case .key(let key):
      // ^C ends the program, also from a prompt.
      if key == .control("c") { return [.quit] }
      if prompt != nil { return type(key, in: model) }
      guard let action = KeyTable.action(of: key) else { return [] }
      if overlay != nil { return handleInOverlay(action, in: model) }
      return perform(action, in: model)
    }
  }

  private mutating func handleInOverlay(
    _ action: Action, in model: DashboardModel
  ) -> [DashboardCommand] {
    switch action {
    case .open:
      if case .dimensions(let selected)? = overlay { list(by: Dimension.listed[selected]) }
      if case .why(let selected)? = overlay { return openCause(selected, in: model) }
      if case .copy(let choices, let selected)? = overlay {
        overlay = nil
        return copy(choices[selected], in: model)
      }
      overlay = nil
    case .close, .quit:
      overlay = nil
    case .chooseDimension:
      overlay = nextDimension(after: overlay)
    case .help:
      overlay = overlay == .malformed ? .help(offset: 0) : nil
    case .malformed:
      overlay = overlay == .malformed ? nil : .malformed
    case .deliveries:
      if case .deliveries? = overlay { overlay = nil } else { overlay = .deliveries(offset: 0) }
    case .up, .down, .pageUp, .pageDown, .first, .last:
      if case .dimensions(let selected)? = overlay {
        let last = Dimension.listed.count - 1
        overlay = .dimensions(selected: action.moved(selected, page: last, last: last))
      }
      if case .why(let selected)? = overlay {
        let last = max(0, (SpanCauses(Scene(model, self))?.causes.count ?? 1) - 1)
        overlay = .why(selected: action.moved(selected, page: last, last: last))
      }
      if case .copy(let choices, let selected)? = overlay {
        let last = choices.count - 1
        overlay = .copy(choices, selected: action.moved(selected, page: last, last: last))
      }
      if case .deliveries(let offset)? = overlay {
        let list = DeliveriesOverlay(Scene(model, self), offset: offset)
        overlay = .deliveries(
          offset: action.moved(min(offset, list.lastOffset), page: list.page, last: list.lastOffset)
        )
      }
      guard case .help(let offset)? = overlay else { return [] }
      let last = max(0, HelpOverlay.lines(in: size).count - HelpOverlay.visibleRows(in: size))
      let page = max(1, HelpOverlay.visibleRows(in: size) - 1)
      overlay = .help(offset: action.moved(offset, page: page, last: last))
    case .reload, .redraw, .suspend, .theme, .mouse, .snapshot, .mute, .freeze:
      return perform(action, in: model)
    default:
      break
    }
    return []
  }

  private mutating func perform(
    _ action: Action, in model: DashboardModel
  ) -> [DashboardCommand] {
    if let commands = handleInLines(action, in: model) { return commands }
    guard openGroup == nil || !action.isAboutPanels else { return [] }
    switch action {
    case .quit: return isSomethingOpen ? close(in: model) : [.quit]
    case .reload: return [.reload]
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    case .help: overlay = .help(offset: 0)
    case .malformed: overlay = .malformed
    case .deliveries: overlay = .deliveries(offset: 0)
    case .close: return close(in: model)
    case .raiseThreshold, .lowerThreshold, .raiseThresholdByTenth, .lowerThresholdByTenth,
      .undoThreshold:
      return moveThreshold(action, in: model)
    case .enterThreshold: prompt = .threshold(text: "", complaint: nil)
    case .freeze: frozen = frozen == nil ? model : nil
    case .nextPanel, .previousPanel:
      let hidden = PanelContents.hidden(model.board)
      repeat {
        focus = action == .nextPanel ? focus.next : focus.previous
      } while hidden.contains(focus)
    case .silence: return silence(in: model)
    case .switchRule: return switchRule(in: model)
    case .saveRules: return [.saveRules]
    case .focus(let panel): focus = panel
    case .zoom: isZoomed.toggle()
    case .open:
      return PanelTable.content(of: focus, in: Scene(model, self)).open(in: &self)
    case .up, .down, .pageUp, .pageDown, .first, .last: move(action, in: model)
    case .sort:
      focus = .sections
      order = order.next
    case .chooseDimension: overlay = nextDimension(after: nil)
    case .filter:
      focus = .sections
      prompt = .filter(text: filter)
    case .mark: toggleMark(in: model)
    case .why:
      if focus == .alerts, mark == nil {
        AlertHistoryPanel(Scene(model, self)).showSelectedAlert(in: &self)
      }
      guard SpanCauses(Scene(model, self)) != nil else {
        show("No interval has begun yet", at: model.wallClock)
        return []
      }
      overlay = .why(selected: 0)
    case .lines: return showLines(in: model)
    case .copy: overlay = .copy(CopyChoice.all(Scene(model, self)), selected: 0)
    case .screenFilter:
      prompt = .screenFilter(text: screenFilter.all?.text ?? "", complaint: nil)
    case .addToFilter, .excludeByFilter, .shortenFilter:
      return changeFilter(action, in: model)
    case .earlier, .later, .muchEarlier, .muchLater, .live:
      walk(action, in: model)
      extendMark(in: model)
    case .measure: measure = measure.next
    case .shorterSpan: span = span.shorter
    case .longerSpan: span = span.longer
    case .mute:
      isMuted.toggle()
      show(isMuted ? "Bell off" : "Bell on: it rings when an alert triggers", at: model.wallClock)
    case .snapshot: return [.writeSnapshot(DashboardScreen.draw(model, self).text)]
    case .theme:
      theme = theme.next
      followsBackground = false
      show("Theme: \(theme.rawValue)", at: model.wallClock)
      return [.setTheme(theme)]
    case .mouse:
      usesMouse.toggle()
      show(
        usesMouse ? "Mouse on" : "Mouse off: the terminal selects text", at: model.wallClock)
      return [.setMouse(usesMouse)]
    }
    return []
  }

  /// Has the list of groups list another dimension, from its beginning on.
  mutating func list(by dimension: Dimension) {
    focus = .sections
    guard dimension != self.dimension else { return }
    self.dimension = dimension
    filter = ""
    groupSelection = GroupSelection()
  }

  /// The choice of a dimension with the one selected that comes next; at first the one listed.
  private func nextDimension(after overlay: Overlay?) -> Overlay {
    if case .dimensions(let selected)? = overlay {
      return .dimensions(selected: (selected + 1) % Dimension.listed.count)
    }
    return .dimensions(selected: Dimension.listed.firstIndex(of: dimension) ?? 0)
  }

  /// What the screen lists at the moment: all dimensions while one is chosen.
  package var listedDimensions: [Dimension] {
    if case .dimensions? = overlay { return Dimension.listed }
    return GroupsPanel.dimensions(dimension, width: size.columns)
  }

  /// Whether something covers the dashboard, which the quit key then closes.
  var isSomethingOpen: Bool { overlay != nil || lines != nil || openGroup != nil || isZoomed }

  /// Closes what was opened last.
  private mutating func close(in model: DashboardModel) -> [DashboardCommand] {
    notice = nil
    thresholds.backtestUntil = nil
    if openGroup != nil {
      openGroup = nil
      return [.open(nil)]
    }
    if isZoomed {
      isZoomed = false
    } else if mark != nil {
      mark = nil
    } else if pastInterval != nil {
      pastInterval = nil
    } else if !filter.isEmpty {
      filter = ""
    } else if screenFilter.all != nil {
      return closeFilter(in: model)
    }
    return []
  }
}

extension Theme {
  /// The theme for a background.
  package init(on background: Background) {
    self = background == .light ? .light : .standard
  }

  /// The theme that the theme key chooses next.
  var next: Theme {
    let all = Theme.allCases
    let index = all.firstIndex(of: self) ?? 0
    return all[(index + 1) % all.count]
  }
}

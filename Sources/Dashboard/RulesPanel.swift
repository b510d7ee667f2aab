import AccessLog
import Alerting
import Canvas
import Traffic

extension Panel {
  package static let rules = Panel("rules")
}

/// Every rule: its state, its value against its threshold, and since when it stands so.
struct RulesPanel: PanelContent {
  /// The cells of the state with its mark, of a value, of a threshold and of a time.
  private static let stateWidth = 8
  private static let valueWidth = 7
  private static let limitWidth = 9
  private static let sinceWidth = 5

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  private var rules: [RuleStatus] { scene.board.rules }

  private var selected: Int {
    rules.firstIndex { $0.rule.name == scene.model.rule } ?? 0
  }

  func draw(in area: Area, on grid: inout Grid) {
    let states = rules.map(RuleState.init)
    let (alerts, pending) = (states.count { $0 == .alert }, states.count { $0 == .pending })
    let detail = [(alerts, alerts == 1 ? "alert" : "alerts"), (pending, "pending")].filter {
      $0.0 > 0
    }
    .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    var inside = grid.drawPanel(
      area,
      title: PanelTitle(
        key: Panel.rules.key, name: "Rules", detail: detail,
        note: "\(selected + 1) of \(rules.count)"),
      border: scene.layout.border, isFocused: scene.view.focus == .rules)
    let columns = RuleColumns(inside)
    if inside.rows > 1 {
      let head = inside.takeTop(1)
      columns.write(
        ("state", .columnHead), ("rule", .columnHead), ("now", .columnHead),
        ("limit", .columnHead), ("since", .columnHead), row: head.row, on: &grid)
    }
    let window = ScrollWindow(count: rules.count, height: inside.rows, selected: selected)
    let since = since(of: window.range)
    for (place, index) in window.range.enumerated() {
      let row = inside.row + place
      draw(rules[index], since: since[index], columns, row: row, on: &grid)
      guard index == selected else { continue }
      if scene.view.focus == .rules {
        grid.paint(
          Area(column: inside.column, row: row, columns: inside.columns, rows: 1),
          role: .selection)
      }
      if scene.layout.border == .rule {
        grid[column: inside.column - 1, row: row] = Cell("▸", .focus)
      }
    }
  }

  private func draw(
    _ status: RuleStatus, since: Instant?, _ columns: RuleColumns, row: Int, on grid: inout Grid
  ) {
    let state = RuleState(status)
    let rule = status.rule
    let unit = rule.measure.definition.unit
    let isOn = state != .off
    let limit = status.reading.limit(rule.threshold)
    // A factor of something that is not known yet is shown as it was entered.
    let limitText =
      rule.againstSeconds != nil && status.reading.base == nil
      ? "\(decimal(rule.threshold, places: 1))x" : unit.shortText(limit)
    let groups = rule.group == nil || status.groups.isEmpty ? "" : " \(status.groups.count)x"
    let mark = RuleState.mark(of: status, at: scene.snapshot.clock)
    columns.write(
      (state.word + mark, state.role),
      (printableText(rule.name.description.utf8) + groups, isOn ? .text : .muted),
      (isOn ? unit.shortText(status.reading.value) : "", state == .alert ? .alert : .strong),
      ((rule.side == .above ? "> " : "< ") + limitText, isOn ? .threshold : .muted),
      (isOn ? age(since) : "", .muted), row: row, on: &grid)
  }

  /// How long ago a state began, in at most five cells.
  private func age(_ since: Instant?) -> String {
    guard let since, let clock = scene.snapshot.clock else { return "" }
    let seconds = max(0, clock - since)
    switch seconds {
    case ..<100: return "\(seconds)s"
    case ..<6_000: return "\(seconds / 60)m"
    case ..<172_800: return "\(seconds / 3_600)h"
    default: return "\(seconds / 86_400)d"
    }
  }

  /// Since when each of some rules stands as it does; nothing of those that never changed.
  ///
  /// - Complexity: O(events kept).
  private func since(of range: Range<Int>) -> [Int: Instant] {
    var since: [Int: Instant] = [:]
    var wanted: [RuleName: Int] = [:]
    for index in range {
      let status = rules[index]
      if let begin = status.underWay?.triggerTime ?? status.pendingSince {
        since[index] = begin
      } else {
        wanted[status.rule.name] = index
      }
    }
    for case .transition(let transition) in scene.board.history.reversed() {
      guard !wanted.isEmpty else { break }
      if let index = wanted.removeValue(forKey: transition.rule.name) {
        since[index] = transition.time
      }
    }
    return since
  }

  func move(_ action: Action, page: Int, in view: inout ViewState) {
    guard !rules.isEmpty else { return }
    view.choose(rules[action.moved(selected, page: page, last: rules.count - 1)].rule.name)
  }

  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let head = inside.rows > 1 ? 1 : 0
    let window = ScrollWindow(
      count: rules.count, height: inside.rows - head, selected: selected)
    let place = row - head
    guard place >= 0, place < window.range.count else { return false }
    view.choose(rules[window.range.lowerBound + place].rule.name)
    return true
  }

  /// Says all that is known of the rule.
  func open(in view: inout ViewState) -> [DashboardCommand] {
    guard !rules.isEmpty else { return [] }
    view.overlay = .rule
    return []
  }

  /// The columns of the list.
  private struct RuleColumns {
    private let area: Area
    private let name: Int
    private let nameWidth: Int

    init(_ area: Area) {
      self.area = area
      name = area.column + RulesPanel.stateWidth + CellWidth.blank
      nameWidth = max(
        0,
        area.endColumn - name - RulesPanel.valueWidth - RulesPanel.limitWidth
          - RulesPanel.sinceWidth - 3 * CellWidth.blank)
    }

    func write(
      _ state: (String, Role), _ rule: (String, Role), _ value: (String, Role),
      _ limit: (String, Role), _ since: (String, Role), row: Int, on grid: inout Grid
    ) {
      grid.write(
        state.0, column: area.column, row: row, role: state.1, limit: RulesPanel.stateWidth)
      grid.write(rule.0, column: name, row: row, role: rule.1, limit: nameWidth)
      let valueEnd = name + nameWidth + CellWidth.blank + RulesPanel.valueWidth
      grid.write(value.0, endingAt: valueEnd, row: row, role: value.1)
      grid.write(
        limit.0, column: valueEnd + CellWidth.blank, row: row, role: limit.1,
        limit: RulesPanel.limitWidth)
      grid.write(since.0, endingAt: area.endColumn, row: row, role: since.1)
    }
  }
}

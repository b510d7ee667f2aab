import AccessLog
import Alerting
import Canvas
import Traffic

/// All that is known of one rule: what it means, how it stands, and what became of it.
struct RuleOverlay {
  /// The most columns that it takes.
  private static let mostColumns = 100
  /// The cells of what is said of each row: the longest and a blank.
  ///
  /// A time with its offset then fits a line where there are 40 columns.
  private static let labelWidth = 9
  /// How many transitions are listed.
  private static let mostTransitions = 5

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(on grid: inout Grid) {
    let size = scene.view.size
    let columns = OverlayFrame.columns(RuleOverlay.mostColumns, in: size)
    let status = scene.status
    let width = max(1, columns - PanelBorder.box.columns - RuleOverlay.labelWidth)
    let lines = self.lines(of: status).flatMap { label, text, role in
      wrapped(text, width: width).enumerated().map { place, line in
        (label: place == 0 ? label : "", text: line, role: role)
      }
    }
    let rows = min(
      max(0, size.rows - OverlayFrame.margin), lines.count + PanelBorder.box.rows)
    var inside = OverlayFrame.draw(
      PanelTitle(
        name: "Rule \(printableText(status.rule.name.description.utf8))", note: "Esc closes"),
      columns: columns, rows: rows,
      over: Area(column: 0, row: 0, columns: size.columns, rows: size.rows), on: &grid)
    for line in lines {
      let row = inside.takeTop(1)
      guard !row.isEmpty else { return }
      grid.write(line.label, column: row.column, row: row.row, role: .muted)
      grid.write(
        line.text, column: row.column + RuleOverlay.labelWidth, row: row.row, role: line.role)
    }
  }

  private func lines(of status: RuleStatus) -> [(String, String, Role)] {
    let rule = status.rule
    let unit = rule.measure.definition.unit
    let state = RuleState(status)
    var lines: [(String, String, Role)] = [
      ("state", words(of: state, status), state.role),
      ("means", RuleWords(rule).sentence, .text),
      ("severity", rule.severity.rawValue, .text),
    ]
    if state != .off {
      let side = rule.side == .above ? "above" : "below"
      lines.append(
        (
          "now",
          "\(unit.text(status.reading.value)), alert \(side) "
            + "\(unit.text(status.reading.limit(rule.threshold))), of \(status.reading.hits) hits",
          .strong
        ))
    }
    if rule.isSilenced(at: scene.snapshot.clock), let end = rule.silencedUntil {
      lines.append(
        ("silenced", "recorded and not told until \(scene.zone.iso8601(end))", .warning))
    }
    if status.isFlapping {
      lines.append(("flaps", "told less often until it has been calm for ten windows", .warning))
    }
    if status.isApproximate {
      lines.append(
        ("exact", "no: there were more groups, clients or values than are kept", .warning))
    }
    for (place, group) in status.groups.enumerated() {
      let since = group.underWay?.triggerTime ?? group.pendingSince
      lines.append(
        (
          place == 0 ? "groups" : "",
          "\(printableText(group.name.prefix(100)))  \(unit.text(group.reading.value))  "
            + (group.underWay == nil ? "pending" : "alert")
            + (since.map { " since \(scene.zone.timeOfDay($0))" } ?? ""),
          group.underWay == nil ? .warning : .alert
        ))
    }
    return lines + history(of: rule.name)
  }

  private func words(of state: RuleState, _ status: RuleStatus) -> String {
    let since = status.underWay?.triggerTime ?? status.pendingSince
    guard let since else { return state.word }
    let before = status.underWay?.beganBefore == true ? "since before" : "since"
    return "\(state.word) \(before) \(scene.zone.iso8601(since))"
  }

  /// The newest transitions, the newest first.
  private func history(of rule: RuleName) -> [(String, String, Role)] {
    var lines: [(String, String, Role)] = []
    for case .transition(let transition) in scene.board.history.reversed()
    where transition.rule.name == rule {
      guard lines.count < RuleOverlay.mostTransitions else { break }
      let told =
        transition.isWithheld ? "; not told" : transition.isFlapping ? "; it flaps" : ""
      lines.append(
        (
          lines.isEmpty ? "history" : "",
          printableText(transition.message(time: scene.zone.iso8601(transition.time)).utf8) + told,
          transition.state == .triggered ? .alert : transition.ending == nil ? .ok : .text
        ))
    }
    return lines.isEmpty ? [("history", "no alert so far", .muted)] : lines
  }
}

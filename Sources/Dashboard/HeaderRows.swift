import AccessLog
import Alerting
import Canvas
import Traffic

/// The rows at the top: the sources, the state, and the last two intervals.
struct HeaderRows {
  private let scene: Scene

  /// From so many rows on a narrow screen has a row each for the two intervals.
  private static let rowsForBothIntervals = 16
  /// The columns of the state with the longest words, and of how long it has lasted.
  private static let stateColumns = 27
  private static let durationColumns = 16
  /// The columns of the rate now and the average against the threshold.
  private static let ratesColumns = 45
  /// The columns of the average against the threshold in a row of its own.
  private static let narrowAverageColumns = 30

  /// The most cells of the name of another rule that is breached.
  private static let longestName = 18

  /// A shorter meter says nothing.
  private static let leastMeter = 6

  init(_ scene: Scene) { self.scene = scene }

  private var isWide: Bool { scene.view.size.breadth >= .wide }
  private var isRoomy: Bool { scene.view.size.breadth >= .roomy }

  /// How many rows there are for a size.
  static func count(for size: Size) -> Int {
    if size.breadth >= .wide { return 4 }
    return size.rows >= HeaderRows.rowsForBothIntervals ? 5 : 4
  }

  func draw(on grid: inout Grid) {
    let area = scene.layout.header
    TitleRow(scene).draw(row: area.row, on: &grid)
    if isWide {
      let column = drawState(row: 1, on: &grid)
      drawAverage(from: column + CellWidth.blockGap, row: 1, on: &grid)
    } else {
      drawState(row: 1, on: &grid)
      if let rate = scene.rateNow {
        let end = grid.write("/s ", endingAt: area.endColumn, row: 1, role: .muted)
        let text = String(rateText(rate).dropLast(2))
        let start = grid.write(text, endingAt: end, row: 1, role: .strong)
        grid.write("now  ", endingAt: start, row: 1, role: .muted)
      }
      drawAverage(from: 1, row: 2, on: &grid)
    }
    let rows = IntervalRows(scene)
    let first = isWide ? 2 : 3
    if area.endRow - first >= 2 {
      rows.drawComplete(row: first, on: &grid)
      rows.drawUnderWay(row: first + 1, on: &grid)
    } else {
      rows.drawBoth(row: first, on: &grid)
    }
  }

  /// Writes the word for the state and what is known besides; returns the column after it.
  @discardableResult
  private func drawState(row: Int, on grid: inout Grid) -> Int {
    let state = StateWord(scene.model)
    let now = StateWord(scene.live)
    var column = grid.write(state.block, column: 1, row: row, role: state.roles.block)
    let hasChanged = (now == .alert) != (state == .alert)
    // On a narrow screen the state of now takes the place of the words.
    let words = hasChanged && !isWide ? "" : self.words(of: state)
    column = grid.write(words, column: column + 1, row: row, role: state.roles.words)
    if hasChanged {
      let text = " \(now.word) now "
      column = grid.write(text, column: column + 1, row: row, role: .warningBlock)
    }
    return column
  }

  /// What is known besides the word: since when the rule stands so, where that is what it says.
  private func words(of state: StateWord) -> String {
    guard state.words.isEmpty else { return state.words }
    if let underWay = scene.status.underWay {
      // On the narrowest screens the rate stands behind it.
      let before = scene.view.size.breadth < .wordy ? "before" : "since before"
      let since = underWay.beganBefore ? before : "since"
      let clock = underWay.beganBefore ? nil : scene.snapshot.clock
      return "\(since) \(scene.zone.timeOfDay(underWay.triggerTime))"
        + lasting(from: underWay.triggerTime, to: clock)
    }
    if state == .alert, let other = scene.board.rules.first(where: { $0.underWay != nil }) {
      // Another rule than the one whose value stands behind it.
      let count = scene.board.rules.count { $0.underWay != nil }
      let name = printableText(other.rule.name.description.utf8)
      let more = count > 1 ? " +\(count - 1)" : ""
      return String(name.prefix(HeaderRows.longestName - more.count)) + more
    }
    guard state == .ok || state == .ended else { return "" }
    guard let recovery = scene.board.lastRecovery(of: scene.model.rule) else {
      return scene.snapshot.clock == nil ? "no line" : "no alert so far"
    }
    return "since \(scene.zone.timeOfDay(recovery.time))"
      + lasting(from: recovery.time, to: scene.snapshot.clock)
  }

  private func lasting(from start: Instant, to end: Instant?) -> String {
    guard isRoomy, let end else { return "" }
    return ", for \(durationText(end - start))"
  }

  /// Draws the rate now, the rule's value against the threshold, and a meter up to the right edge.
  private func drawAverage(from start: Int, row: Int, on grid: inout Grid) {
    let rule = scene.status.rule
    let measure = rule.measure.definition
    let value = scene.status.reading.value
    let end = scene.layout.header.endColumn - 1
    // A threshold that is being typed is not in force; only the graph shows it.
    let threshold = scene.view.threshold(in: scene.live)
    // The longest words of the state fit before it, so that it does not move as time passes.
    let first = HeaderRows.stateColumns + (isRoomy ? HeaderRows.durationColumns : 0)
    var column = isWide ? max(start, first) : start
    if isWide {
      let now = scene.rateNow.map(rateText) ?? "-"
      column = grid.write("now ", column: column, row: row, role: .muted)
      column += CellWidth.blank + CellWidth.rate
      grid.write(now, endingAt: column, row: row, role: .strong)
      column += CellWidth.blockGap
    }
    let window = isWide ? durationText(rule.windowSeconds) + " " : ""
    let name = "\(measure.label) \(window)"
    column = grid.write(name, column: column, row: row, role: .muted)
    let limit = scene.status.reading.limit(threshold)
    let isOver = value.map { rule.side == .above ? $0 > limit : $0 < limit } ?? false
    column += CellWidth.rate
    grid.write(
      measure.unit.shortText(value), endingAt: column, row: row, role: isOver ? .alert : .strong)
    column = grid.write(
      rule.side == .above ? "  alert > " : "  alert < ", column: column, row: row, role: .muted)
    column = grid.write(
      measure.unit.thresholdText(limit), column: column, row: row, role: .threshold)
    // The meter does not move when the threshold's text changes its length.
    column = max(
      column + 1, isWide ? first + HeaderRows.ratesColumns : HeaderRows.narrowAverageColumns)
    drawMeter(
      share: HeaderRows.share(of: value ?? 0, limit),
      column: column, end: end, row: row, on: &grid)
  }

  /// How far a value is on its way to the threshold; above 1 it has passed it.
  private static func share(of value: Double, _ threshold: Double) -> Double {
    threshold > 0 ? value / threshold : value > 0 ? 2 : 0
  }

  /// Draws a meter; the threshold is a mark at three quarters of its width.
  private func drawMeter(
    share: Double, column: Int, end: Int, row: Int, on grid: inout Grid
  ) {
    let width = end - column
    guard width >= HeaderRows.leastMeter else { return }
    let mark = width * 3 / 4
    let filled = min(width, Int((share * Double(mark)).rounded()))
    for index in 0..<width {
      let isFilled = index < filled
      let role: Role = !isFilled ? .border : index < mark ? .ok : .alert
      grid[column: column + index, row: row] = Cell(isFilled ? "━" : "─", role)
    }
    grid[column: column + mark, row: row] = Cell(share > 1 ? "▶" : "│", .threshold)
  }
}

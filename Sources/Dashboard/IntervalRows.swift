import AccessLog
import Canvas
import Traffic

/// The last interval that ended and the one under way, in columns that do not move.
///
/// Until the interval that ended is reported, late lines can still add to it: then a `+` follows the
/// number of its hits.
struct IntervalRows {
  /// The cells of the label.
  private static let labelWidth = 12
  /// The column after the label.
  private static let firstColumn = CellWidth.blank + labelWidth
  /// The column of words that stand behind the time.
  private static let wordsColumn = firstColumn + CellWidth.timeOfDay + CellWidth.blank
  /// The columns that the figures of a wide screen need; further columns widen the gaps.
  private static let figureColumns = 80
  private static let widestGap = 4
  private static let errorWord = " err"
  /// The columns that stay free behind ``errorWord``.
  private static let wordsMargin = 4

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  private var isWide: Bool { scene.view.size.breadth >= .wide }

  /// Draws the interval that the panels show.
  func drawComplete(row: Int, on grid: inout Grid) {
    let interval = durationText(scene.snapshot.intervalSeconds)
    let label = scene.isPast ? "past \(interval)" : "last \(interval)"
    guard scene.shownIndex != nil, let shown = scene.shown else {
      let column = grid.write(label, column: 1, row: row, role: .muted)
      grid.write(
        "none is complete yet", column: max(IntervalRows.wordsColumn, column + CellWidth.gap),
        row: row, role: .muted)
      return
    }
    grid.write(
      label, column: 1, row: row, role: scene.isPast ? .past : .text,
      limit: IntervalRows.labelWidth)
    if shown.statistics.hits == 0 {
      if isWide {
        drawStart(of: shown, row: row, on: &grid)
      }
      let words =
        scene.isShownOpen
        ? "No traffic so far" : scene.isPast ? "No traffic" : "No traffic in the last \(interval)"
      let column =
        IntervalRows.firstColumn + (isWide ? CellWidth.timeOfDay + CellWidth.blockGap : 0)
      let end = grid.write(words, column: column, row: row, role: .strong)
      drawOddities(shown.counts, from: end, row: row, on: &grid)
      return
    }
    let end = drawFigures(
      shown, seconds: shown.end - shown.start, isOpen: scene.isShownOpen, row: row, role: .strong,
      on: &grid)
    drawOddities(shown.counts, from: end, row: row, on: &grid)
  }

  /// Draws the interval that has not ended.
  func drawUnderWay(row: Int, on grid: inout Grid) {
    grid.write("so far", column: 1, row: row, role: .muted)
    guard let current = scene.snapshot.currentInterval else { return }
    drawFigures(
      current, seconds: elapsed(current), isOpen: false, row: row, role: .muted, on: &grid)
  }

  /// Draws both in one row, for the smallest screens.
  func drawBoth(row: Int, on grid: inout Grid) {
    let interval = durationText(scene.snapshot.intervalSeconds)
    var column = 1
    if let shown = scene.shown, scene.shownIndex != nil {
      let words = scene.isPast ? "past" : interval
      column = grid.write("\(words) ", column: column, row: row, role: .muted)
      grid.write(
        shortCount(shown.statistics.hits), endingAt: column + CellWidth.count, row: row,
        role: .strong)
      column = grid.write(
        unit("hit", shown.statistics.hits, isOpen: scene.isShownOpen) + " ",
        column: column + CellWidth.count, row: row, role: .muted)
      let share = shortShare(shown.statistics.errors, of: shown.statistics.hits)
      column += CellWidth.share
      grid.write(share, endingAt: column, row: row, role: errorRole(shown.statistics))
      column = grid.write(IntervalRows.errorWord, column: column, row: row, role: .muted)
    } else {
      column = grid.write("no interval yet", column: column, row: row, role: .muted)
    }
    guard let current = scene.snapshot.currentInterval else { return }
    let end = grid.write(
      shortCount(current.statistics.hits), endingAt: scene.view.size.columns - 1, row: row,
      role: .text)
    grid.write(
      "so far ", endingAt: min(end, scene.view.size.columns - CellWidth.blank - CellWidth.count),
      row: row, role: .muted)
  }

  private func drawStart(of report: IntervalReport, row: Int, on grid: inout Grid) {
    grid.write(
      scene.zone.timeOfDay(report.start), column: IntervalRows.firstColumn, row: row, role: .muted)
  }

  /// Writes what an interval adds up to and returns the column after it.
  @discardableResult
  private func drawFigures(
    _ report: IntervalReport, seconds: Int, isOpen: Bool, row: Int, role: Role,
    on grid: inout Grid
  ) -> Int {
    let statistics = report.statistics
    let rate = rateText(seconds > 0 ? Double(statistics.hits) / Double(seconds) : 0)
    let errors = longShare(statistics.errors, of: statistics.hits)
    guard isWide else {
      let end = IntervalRows.firstColumn + CellWidth.count
      grid.write(shortCount(statistics.hits), endingAt: end, row: row, role: role)
      let column = grid.write(
        unit("hit", statistics.hits, isOpen: isOpen), column: end, row: row, role: .muted)
      let rateEnd = column + CellWidth.gap + CellWidth.rate
      grid.write(rate, endingAt: rateEnd, row: row, role: role)
      let shareEnd = rateEnd + CellWidth.blank + CellWidth.share
      grid.write(
        shortShare(statistics.errors, of: statistics.hits), endingAt: shareEnd, row: row,
        role: errorRole(statistics))
      let wordsEnd = shareEnd + IntervalRows.errorWord.utf8.count
      guard wordsEnd + IntervalRows.wordsMargin < scene.view.size.columns else { return shareEnd }
      return grid.write(IntervalRows.errorWord, column: shareEnd, row: row, role: .muted)
    }
    let gap = min(
      IntervalRows.widestGap, max(0, (scene.view.size.columns - IntervalRows.figureColumns) / 10))
    drawStart(of: report, row: row, on: &grid)
    var end =
      IntervalRows.firstColumn + CellWidth.timeOfDay + CellWidth.gap + CellWidth.count + gap
    let figures: [(String, String, Int, Role)] = [
      (shortCount(statistics.hits), unit("hit", statistics.hits, isOpen: isOpen), 0, role),
      (rate, "", CellWidth.blank + CellWidth.rate, role),
      (longBytes(statistics.bytes), "", CellWidth.blank + CellWidth.bytes, role),
      (
        shortCount(statistics.clients), unit("client", statistics.clients),
        CellWidth.blank + CellWidth.count, role
      ),
      (
        errors, " errors", CellWidth.blank + CellWidth.longShare,
        statistics.errors > 0 ? errorRole(statistics) : role
      ),
    ]
    for (figure, unit, width, role) in figures {
      end += width
      grid.write(figure, endingAt: end, row: row, role: role)
      end = grid.write(unit, column: end, row: row, role: .muted) + gap
    }
    return end - gap
  }

  /// The unit of a count, as long for one as for many, so that what follows does not move: ` hits`,
  /// ` hit `, and `+hits` while the interval is open to late lines.
  private func unit(_ noun: String, _ count: Int, isOpen: Bool = false) -> String {
    (isOpen ? "+" : " ") + noun + (count == 1 ? " " : "s")
  }

  /// Writes the malformed, late and skewed lines at the right edge, where they fit after `column`, and
  /// before them the hits that are excluded.
  private func drawOddities(
    _ counts: LineCounts, from column: Int, row: Int, on grid: inout Grid
  ) {
    let oddities = [
      (counts.malformed, "malformed"), (counts.late, "late"), (counts.skewed, "ahead"),
    ].filter { $0.0 > 0 }.map { "\(shortCount($0.0)) \($0.1)" }
    let text = oddities.joined(separator: ", ")
    guard column + CellWidth.gap + text.utf8.count < scene.view.size.columns else { return }
    let end = grid.write(text, endingAt: scene.view.size.columns - 1, row: row, role: .warning)
    guard counts.excluded > 0 else { return }
    let excluded = "\(shortCount(counts.excluded)) excluded"
    let gap = text.isEmpty ? 0 : CellWidth.gap
    guard column + CellWidth.gap + excluded.utf8.count < end - gap else { return }
    grid.write(excluded, endingAt: end - gap, row: row, role: .muted)
  }

  /// The seconds of the interval under way that have passed.
  private func elapsed(_ report: IntervalReport) -> Int {
    guard let clock = scene.snapshot.clock else { return 0 }
    return max(1, min(report.end - report.start, clock - report.start + 1))
  }

  private func errorRole(_ statistics: Statistics) -> Role {
    guard statistics.errors > 0 else { return .muted }
    return Double(statistics.errors) >= 0.05 * Double(statistics.hits) ? .alert : .warning
  }
}

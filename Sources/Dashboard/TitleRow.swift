import AccessLog
import Canvas
import Traffic

/// The first row: the source, its state, and the time.
///
/// It changes its colour while the screen shows a moment other than now.
struct TitleRow {
  private static let program = " hightide"
  /// A shorter part of the file's name says nothing.
  private static let leastName = 4
  /// The columns that the state of the source leaves for the rest, and its own least.
  private static let restColumns = 40
  private static let leastState = 12

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  private var isWordy: Bool { scene.view.size.breadth >= .wordy }

  func draw(row: Int, on grid: inout Grid) {
    let columns = scene.view.size.columns
    let role: Role = scene.isPast ? .past : scene.view.frozen != nil ? .warningBlock : .header
    grid.fill(Area(column: 0, row: row, columns: columns, rows: 1), with: Cell(" ", role))
    let clock = scene.live.zone.timeOfDay(scene.live.wallClock)
    let zoneName = scene.view.size.breadth >= .wide && scene.live.zone == .utc ? " UTC" : ""
    var end = grid.write(clock + zoneName, endingAt: columns - 1, row: row, role: role)
    let start: Int
    if scene.isPast, let shown = scene.shown {
      start = drawPast(shown, row: row, limit: end - CellWidth.gap, on: &grid)
      let way = "End: back to now"
      if start + way.count + CellWidth.gap < end - CellWidth.gap {
        grid.write(way, endingAt: end - CellWidth.blockGap, row: row, role: role)
      }
      return
    }
    end -= CellWidth.gap
    end = drawRight(row: row, end: end, role: role, on: &grid)
    if scene.view.frozen != nil {
      let frozenAt = scene.model.zone.timeOfDay(scene.model.wallClock)
      start = grid.write(
        isWordy ? " FROZEN at \(frozenAt), space goes on" : " FROZEN \(frozenAt)",
        column: 0, row: row, role: role, limit: end)
    } else {
      start = grid.write(TitleRow.program, column: 0, row: row, role: role, limit: end)
    }
    let width = end - start - CellWidth.blockGap
    guard width >= TitleRow.leastName else { return }
    grid.write(
      name(width), column: start + CellWidth.gap, row: row, role: role, limit: width)
  }

  /// The name of the file, without its directories where they do not fit.
  private func name(_ width: Int) -> String {
    let name = scene.model.source.name
    guard name.unicodeScalars.count > width, scene.model.source.paths.count == 1,
      let last = name.split(separator: "/").last
    else { return name }
    return String(last)
  }

  private func drawPast(
    _ shown: IntervalReport, row: Int, limit: Int, on grid: inout Grid
  ) -> Int {
    let zone = scene.zone
    let span = "\(zone.timeOfDay(shown.start)) \u{2013} \(zone.timeOfDay(shown.end))"
    var text = " PAST  \(span)"
    if isWordy, let clock = scene.snapshot.clock {
      text += "   \(durationText(clock - shown.end)) ago"
    }
    return grid.write(text, column: 0, row: row, role: .past, limit: limit)
  }

  /// Says that not all hits are counted, and which, and what part of those of the last interval is
  /// excluded: as much of that as fits in so many cells.
  private func words(_ filter: String, width: Int) -> String {
    let short = " FILTER "
    guard isWordy else { return short }
    let shown = printableText(filter.utf8)
    let most = max(12, scene.view.size.columns / 3)
    let text = shown.count <= most ? shown : "\(shown.prefix(most - 3))..."
    let excluded = excludedShare.map { ": \($0) excluded" } ?? ""
    return [" where \(text)\(excluded) ", " where \(text) ", " FILTER\(excluded) ", short]
      .first { $0.count <= width } ?? short
  }

  private var excludedShare: String? {
    guard let last = scene.live.snapshot.endedIntervals.last, last.counts.excluded > 0 else {
      return nil
    }
    let excluded = last.counts.excluded
    return shortShare(excluded, of: excluded + last.statistics.hits)
  }

  /// Writes the state of the source from right to left; returns the column it begins at.
  private func drawRight(row: Int, end: Int, role: Role, on grid: inout Grid) -> Int {
    let source = scene.live.source
    let columns = scene.view.size.columns
    var end = end
    let isCalm = source.state == .following
    // On a narrow screen nothing is said of a source that is followed as it should be.
    if !isCalm || isWordy {
      let width = max(TitleRow.leastState, columns - TitleRow.restColumns)
      let wordsRole = isCalm || source.state == .ended ? role : .warningBlock
      let text = isWordy ? source.words : source.word
      let words = wordsRole == role ? text : " \(text) "
      end =
        grid.write(words, endingAt: end, row: row, role: wordsRole, limit: width) - CellWidth.gap
    }
    let skew = scene.live.snapshot.skewSeconds
    if abs(skew) > 60 {
      let words = " log \(durationText(abs(skew))) \(skew > 0 ? "behind" : "ahead") "
      let start = TitleRow.program.utf8.count + CellWidth.blockGap
      end = grid.write(words, endingAt: end, row: row, role: .warningBlock, limit: end - start) - 1
    }
    // Beside any other state its word says so.
    if StateWord(scene.live) == .alert, let wait = StateWord.Wait(scene.live.servers) {
      let words = isWordy ? " waits \(wait.words) " : " WAITS "
      end = grid.write(words, endingAt: end, row: row, role: .warningBlock) - 1
    }
    if source.hasMissed {
      let missing =
        source.refused == 0
        ? " LINES MISSING "
        : " \(shortCount(source.refused)) RECORD\(source.refused == 1 ? "" : "S") REFUSED "
      let words = isWordy ? missing : " GAP "
      end = grid.write(words, endingAt: end, row: row, role: .warningBlock) - 1
    }
    if source.isDemo {
      let words = isWordy ? " DEMO TRAFFIC " : " DEMO "
      end = grid.write(words, endingAt: end, row: row, role: .warningBlock) - 1
    }
    if let filter = scene.live.filter {
      let words = words(filter, width: end - TitleRow.program.utf8.count - CellWidth.blockGap)
      end = grid.write(words, endingAt: end, row: row, role: .warningBlock) - 1
    }
    return max(TitleRow.program.utf8.count + CellWidth.blank, end)
  }
}

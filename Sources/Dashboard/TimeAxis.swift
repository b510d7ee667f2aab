import AccessLog
import Alerting
import Canvas
import Traffic

/// The row below a graph: times, the interval that is shown, and marks where alerts triggered and
/// recovered.
struct TimeAxis {
  private let scene: Scene
  private let time: TimeScale

  init(_ scene: Scene, _ time: TimeScale) {
    self.scene = scene
    self.time = time
  }

  func draw(row: Int, column first: Int, on grid: inout Grid) {
    let marks = marks
    drawTimes(row: row, column: first, around: marks, on: &grid)
    if scene.isPast, let shown = scene.shown {
      for index in 0..<time.columns {
        let seconds = time.seconds(of: index)
        guard seconds.upperBound > shown.start.seconds, seconds.lowerBound < shown.end.seconds
        else { continue }
        // A time that stands there stays readable.
        let glyph = grid[column: first + index, row: row].glyph
        grid[column: first + index, row: row] = Cell(glyph == " " ? "━" : glyph, .past)
      }
    }
    if let mark = scene.view.mark?.seconds {
      for index in 0..<time.columns where time.seconds(of: index).overlaps(mark) {
        grid[column: first + index, row: row].role = .selection
        if grid[column: first + index, row: row].glyph == " " {
          grid[column: first + index, row: row].glyph = "═"
        }
      }
    }
    for (index, cell) in marks { grid[column: first + index, row: row] = cell }
  }

  /// The marks of the visible transitions, by column; the newest where several share a column.
  ///
  /// - Complexity: O(events since the left edge).
  private var marks: [Int: Cell] {
    var marks: [Int: Cell] = [:]
    for event in scene.board.history.reversed() {
      guard case .transition(let transition) = event else { continue }
      if transition.time < time.start { break }
      guard let index = time.column(of: transition.time), marks[index] == nil else { continue }
      marks[index] = transition.state == .triggered ? Cell("▲", .alert) : Cell("▼", .ok)
    }
    return marks
  }

  /// Writes the times, except those that a mark would overwrite.
  private func drawTimes(
    row: Int, column first: Int, around marks: [Int: Cell], on grid: inout Grid
  ) {
    let step = time.tickStep
    for index in 0..<time.columns {
      let seconds = time.seconds(of: index)
      let tick = (seconds.upperBound - 1).flooredQuotient(by: step) * step
      guard tick >= seconds.lowerBound else { continue }
      var text = scene.zone.timeOfDay(Instant(tick))
      if step % 60 == 0 { text = String(text.dropLast(3)) }
      guard index + text.count < time.columns,
        !(index...index + text.count).contains(where: { marks[$0] != nil })
      else { continue }
      grid.write("╵" + text, column: first + index, row: row, role: .muted)
    }
  }
}

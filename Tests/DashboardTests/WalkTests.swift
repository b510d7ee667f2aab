import AccessLog
import Alerting
import Canvas
import TestSupport
import Testing
import Traffic

@testable import Dashboard

/// Nothing that is pressed, and no size, may trap or draw outside of the screen.
struct WalkTests {
  private static let keys: [Key] =
    KeyTable.bindings.flatMap(\.keys) + [
      .backspace, .delete, .control("u"), .control("w"), .character("5"), .character("x"),
      .character("\u{E9}"), .character("\u{7}"), .enter, .escape, .left, .left, .left,
    ]

  /// Traffic at its most awkward.
  private static func model(_ dice: inout SeededRandom) -> DashboardModel {
    var model =
      switch Int.random(in: 0..<6, using: &dice) {
      case 0: Scenario.start().model
      case 1: Scenario.traffic(seconds: Int.random(in: 15...200, using: &dice)) { $0 % 5 }.model
      case 2: Scenario.normal().model
      case 3: Scenario.traffic(seconds: 400) { _ in 0 }.model
      default: Scenario.inAlert().model
      }
    if Bool.random(using: &dice) { model.status.rule.threshold = 0 }
    if Int.random(in: 0..<4, using: &dice) == 0 {
      model.status.rule.threshold = Double(UInt64.random(in: 0...UInt64.max, using: &dice))
    }
    model.source.state =
      [
        .loading(share: .nan), .loading(share: 7), .loading(share: nil), .following, .waiting,
        .ended,
        .failed(reason: "Input/output \u{1B}[31m error"),
      ][Int.random(in: 0..<7, using: &dice)]
    model.source.paths =
      [[], ["-"], ["/\u{1B}]0;\u{4E2D}.log"], ["a", "b"], ["a", "b", "c"]][
        Int.random(in: 0..<5, using: &dice)]
    model.snapshot.skewSeconds =
      [0, 7_200, -90, .max, .min + 1][Int.random(in: 0..<5, using: &dice)]
    if Int.random(in: 0..<5, using: &dice) == 0, !model.snapshot.history.isEmpty {
      let last = model.snapshot.history.count - 1
      let name = (0..<600).map { _ in UInt8.random(in: 0...255, using: &dice) }
      model.snapshot.history[last].statistics.sections.insert(
        GroupCount(name: name, hits: .max, bytes: .max, errors: .max), at: 0)
      model.snapshot.history[last].statistics.bytes = .max
      model.snapshot.history[last].statistics.responseBytes.histogram = []
    }
    if Bool.random(using: &dice) {
      let open = min(model.snapshot.history.count, Int.random(in: 0...3, using: &dice))
      model.snapshot.openIntervals = model.snapshot.history.suffix(open)
      model.snapshot.history.removeLast(open)
    }
    return model
  }

  @Test(arguments: [1, 2, 3, 4])
  func aRandomWalkAlwaysEndsOnAWholeScreen(seed: UInt64) {
    var dice = SeededRandom(seed: seed)
    var view = ViewState(
      size: Size(columns: 80, rows: 24), glyphs: seed % 2 == 0 ? .ascii : .unicode)
    var model = WalkTests.model(&dice)
    for step in 0..<400 {
      switch Int.random(in: 0..<20, using: &dice) {
      case 0:
        let size = Size(
          columns: Int.random(in: 0...220, using: &dice), rows: Int.random(in: 0...70, using: &dice)
        )
        _ = view.handle(.resize(size), in: model)
      case 1:
        model = WalkTests.model(&dice)
        _ = view.update(with: model)
      case 2:
        let actions: [MouseEvent.Action] = [
          .press, .doublePress, .release, .wheelUp, .wheelDown,
        ]
        let event = MouseEvent(
          actions[Int.random(in: 0..<actions.count, using: &dice)],
          column: Int.random(in: -1...220, using: &dice), row: Int.random(in: -1...70, using: &dice)
        )
        _ = view.handle(.mouse(event), in: model)
      default:
        let key = WalkTests.keys[Int.random(in: 0..<WalkTests.keys.count, using: &dice)]
        _ = view.handle(.key(key), in: model)
      }
      if step % 3 == 0 { model.group = Scenario.opened(model, view, progress: 0.5) }
      if step % 5 == 0 {
        model.filtered = Scenario.filtered(
          model, view, progress: model.snapshot.history.isEmpty ? nil : 0.5)
      }
      if step % 7 == 0 {
        model.lines = view.lines.map { Scenario.lines(step % 60, choice: $0.choice) }
      }
      guard step % 4 == 0 else { continue }
      let grid = DashboardScreen.draw(model, view)
      #expect(grid.size == view.size, "seed \(seed), step \(step)")
      #expect(isClean(grid, in: view.glyphs), "seed \(seed), step \(step)")
    }
  }

  private func isClean(_ grid: Grid, in glyphs: GlyphSet) -> Bool {
    grid.text.unicodeScalars.allSatisfy { scalar in
      scalar == "\n" || (scalar.value >= 0x20 && scalar.value < 0x7F)
        || (glyphs == .unicode && (0x2010...0x25FF).contains(scalar.value))
        || scalar == "\u{B7}"
          && glyphs == .unicode
    }
  }

  /// Every small size, where the layout changes most, and the larger ones in steps.
  private static let sizes: [Size] = {
    let columns =
      Array(0...4) + Array(stride(from: 36, through: 130, by: 5)) + [38, 39, 40, 41]
      + [75, 76, 99, 100, 149, 150, 199, 250, 300]
    let rows = [0, 1, 2, 11] + Array(12...36) + [45, 59, 80]
    return columns.flatMap { columns in rows.map { Size(columns: columns, rows: $0) } }
  }()

  @Test
  func everySizeIsDrawnWhole() {
    let alert = Scenario.inAlert().model
    var open = alert
    let states = ["", "z", "1z", "5z", "?", "m", "t1", "\r", "w", "l", "y", "f"]
    for (index, size) in WalkTests.sizes.enumerated() {
      var view = ViewState(size: size)
      // Each size in one state, each state at many sizes.
      let keys = states[index % states.count].map { $0 == "\r" ? Key.enter : .character($0) }
      view = view.pressing(keys, in: alert)
      open.group = Scenario.opened(alert, view)
      let grid = DashboardScreen.draw(open, view)
      #expect(grid.size == size)
    }
  }

  @Test
  func noPanelOverlapsAnother() {
    for size in WalkTests.sizes where size.columns >= 40 && size.rows >= 12 {
      for messageRows in [0, 2] {
        let layout = Layout(ViewState(size: size), messageRows: messageRows)
        var areas = Array(layout.panels.values) + [layout.header, layout.footer]
        if let message = layout.message { areas.append(message) }
        for (index, area) in areas.enumerated() {
          #expect(area.endColumn <= size.columns && area.endRow <= size.rows, "\(size)")
          for other in areas[..<index] {
            let apart =
              area.endColumn <= other.column || other.endColumn <= area.column
              || area.endRow <= other.row || other.endRow <= area.row
            #expect(apart, "\(size): \(area) \(other)")
          }
        }
        // The graph survives the longest, and the message is seen somewhere.
        #expect(layout.panels[.graph] != nil, "\(size)")
        #expect(
          messageRows == 0 || layout.message != nil || layout.panels[.alerts] != nil, "\(size)")
      }
    }
  }

  @Test
  func belowTheSmallestSizeAWordSaysSo() {
    let model = Scenario.inAlert().model
    let text = DashboardScreen.draw(model, ViewState(size: Size(columns: 39, rows: 12))).text
    #expect(text.contains("terminal too small"))
    #expect(text.contains("39x12, needs 40x12"))
    #expect(text.contains("ALERT"))
  }
}

import AccessLog
import Alerting
import Canvas
import Query
import Traffic

/// The last row: the keys, a prompt, or a notice.
///
/// While a threshold is typed, a row above it says what that threshold would have meant.
struct BottomRows {
  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(on grid: inout Grid) {
    let area = scene.layout.footer
    if let row = scene.layout.backtest?.row {
      if case .screenFilter(let text, _, let cycle)? = scene.view.prompt {
        FilterCandidates(scene, text, cycle).draw(row: row, on: &grid)
      } else {
        drawBacktest(row: row, on: &grid)
      }
    }
    switch scene.view.prompt {
    case .threshold(let text, let complaint)?:
      let rule = scene.live.status.rule
      let name =
        rule.name == .highTraffic
        ? "" : " of \(printableText(rule.name.description.utf8.prefix(40)))"
      drawPrompt(
        "Threshold\(name), \(EntryUnit(of: rule).words):", text, complaint, row: area.row,
        on: &grid)
    case .silence(let text, let complaint)?:
      let name = printableText(scene.live.rule.description.utf8.prefix(40))
      drawPrompt(
        "Silence \(name) for, such as 30m or 2h:", text, complaint, row: area.row, on: &grid)
    case .filter(let text)?:
      let text = printableText(text.utf8)
      drawPrompt("\(scene.view.dimension.title) with:", text, nil, row: area.row, on: &grid)
    case .screenFilter(let text, let complaint, _)?:
      let text = printableText(text.utf8)
      drawPrompt("Show only:", text, complaint, row: area.row, on: &grid)
    case nil:
      if let notice = scene.view.notice {
        grid.write(
          notice.text, column: 1, row: area.row, role: .accent, limit: area.columns - CellWidth.gap)
      } else if scene.view.thresholds.backtestUntil != nil {
        drawBacktest(row: area.row, on: &grid)
      } else {
        drawKeys(row: area.row, on: &grid)
      }
    }
  }

  private func drawPrompt(
    _ question: String, _ text: String, _ complaint: String?, row: Int, on grid: inout Grid
  ) {
    let columns = scene.layout.footer.columns
    grid.fill(Area(column: 0, row: row, columns: columns, rows: 1), with: Cell(" ", .prompt))
    let short =
      scene.view.size.breadth < .wordy
      ? String(question.prefix { $0 != "," && $0 != ":" }) + ":" : question
    var column = grid.write(short + " ", column: 1, row: row, role: .prompt)
    // Of a long text the end is shown, where it is typed.
    let width = max(1, columns - column - CellWidth.gap)
    column = grid.write(String(text.suffix(width)), column: column, row: row, role: .prompt)
    grid[column: column, row: row] = Cell("█", .prompt)
    let hint = complaint ?? "Enter sets  Esc cancels"
    guard column + CellWidth.blockGap + hint.utf8.count < columns else {
      // What is typed stays in sight.
      if let complaint {
        grid.write(
          " " + complaint + " ", endingAt: columns, row: row - 1, role: .alertBlock,
          limit: columns)
      }
      return
    }
    grid.write(
      complaint == nil ? hint : " \(hint) ", endingAt: columns - 1, row: row,
      role: complaint == nil ? .prompt : .alertBlock)
  }

  private func drawBacktest(row: Int, on grid: inout Grid) {
    let seconds = scene.live.snapshot.seconds
    var rule = scene.live.status.rule
    rule.threshold = scene.drawnThreshold
    let backtest = Backtest(
      of: rule, over: seconds,
      first: scene.live.snapshot.lastClosed.map { $0 - seconds.start + 1 } ?? 0)
    let area = scene.layout.footer
    let column = grid.write(
      EntryUnit(of: rule).text(rule.threshold), column: 1, row: row, role: .accent)
    let words = BacktestWords(
      backtest, since: seconds.start, zone: scene.zone, isKnown: rule.canBeTried)
    let width = area.columns - column - CellWidth.gap
    let text = words.longestFirst.first { $0.utf8.count <= width } ?? words.longestFirst.last ?? ""
    grid.write(text, column: column + 1, row: row, role: .text, limit: width)
  }

  /// The keys with the lowest ranks, as many as fit.
  private func drawKeys(row: Int, on grid: inout Grid) {
    var column = 1
    let end = scene.layout.footer.columns - 1
    let labelled = KeyTable.bindings.filter { label(of: $0) != nil }
      .sorted { rank(of: $0) < rank(of: $1) }
    for binding in labelled {
      let label = label(of: binding) ?? ""
      let length = binding.name.unicodeScalars.count + 1 + label.utf8.count
      guard column + length <= end else { continue }
      column = grid.write(binding.name, column: column, row: row, role: .keyName)
      column = grid.write(" " + label, column: column, row: row, role: .keyLabel) + CellWidth.gap
    }
  }

  private var malformed: Int { scene.live.snapshot.totalCounts.malformed }

  /// Whether something covers the panels, so that the keys for them do nothing.
  private var isSomethingOpen: Bool {
    scene.view.overlay != nil || scene.view.openGroup != nil || scene.view.lines != nil
  }

  /// The keys that close what is open come first.
  private func rank(of binding: KeyBinding) -> Int {
    switch binding.action {
    case .close where isSomethingOpen: -2
    case .live where scene.isPast: -1
    case .zoom where scene.view.isZoomed: -1
    case .malformed where malformed > 0: 4
    default: binding.rank
    }
  }

  /// What the footer says of a key now; `nil` leaves it out.
  private func label(of binding: KeyBinding) -> String? {
    if scene.view.lines != nil, scene.view.overlay == nil {
      guard binding.action.worksInLines else { return nil }
    } else if isSomethingOpen, binding.action.isAboutPanels {
      return nil
    }
    return switch binding.action {
    case .quit where scene.view.isSomethingOpen: "close"
    case .close where isSomethingOpen: "close"
    case .live where scene.isPast: "now"
    case .malformed where malformed > 0: "\(shortCount(malformed)) malformed"
    case .freeze where scene.view.lines != nil:
      scene.view.lines?.stopped == nil ? "stop" : "go on"
    case .lines where scene.view.lines != nil: nil
    case .freeze where scene.view.frozen != nil: "go on"
    case .zoom where scene.view.isZoomed: "unzoom"
    default: binding.label
    }
  }
}

/// What a threshold would have meant, in a sentence.
struct BacktestWords {
  /// The same sentence in fewer and fewer words.
  let longestFirst: [String]

  init(_ backtest: Backtest, since start: Instant, zone: Zone, isKnown: Bool = true) {
    guard isKnown else {
      longestFirst = [
        "what it would have meant is not known: this rule is not about all hits",
        "not known beforehand",
      ]
      return
    }
    let span = durationText(backtest.judgedSeconds)
    guard backtest.judgedSeconds > 0 else {
      longestFirst = ["nothing to try it on yet"]
      return
    }
    guard let last = backtest.lastTrigger.map({ zone.timeOfDay(start + $0) }) else {
      longestFirst = ["would not have triggered in the last \(span)", "no alert in \(span)"]
      return
    }
    let times =
      switch backtest.triggers {
      case 1: "once"
      case 2: "twice"
      default: "\(backtest.triggers) times"
      }
    let breached = durationText(backtest.breachedSeconds)
    let still = backtest.isUnderWay ? ", still on" : ""
    let when = backtest.isUnderWay ? "on since \(last)" : "last \(last)"
    // The last ones fit beside the longest threshold on the smallest screen.
    longestFirst = [
      "would have triggered \(times) in the last \(span), for \(breached) in all, "
        + "last at \(last)\(still)",
      "would have triggered \(times) in \(span), \(breached) in all, \(when)",
      "would have triggered \(times) in \(span), \(when)",
      "\(times) in \(span), \(when)",
      "\(backtest.triggers)x in \(span), \(when)",
      "\(backtest.triggers)x, \(when)",
    ]
  }
}

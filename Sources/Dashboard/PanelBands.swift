import Alerting
import Canvas
import Traffic

/// Shares the rows of the body among bands of panels, and the columns of a band among its panels.
struct PanelBands {
  private let isNarrow: Bool
  private let border: PanelBorder
  private let bands: [[PanelRow]]
  private let contents: PanelContents

  /// The bands of the panel table; on a narrow screen the first panel of each stands above the
  /// others.
  init(isNarrow: Bool, border: PanelBorder, contents: PanelContents) {
    self.contents = contents
    self.isNarrow = isNarrow
    self.border = border
    let all = PanelTable.bands.map { $0.filter { !contents.hidden.contains($0.panel) } }
    bands =
      (isNarrow ? all.flatMap { [Array($0.prefix(1)), Array($0.dropFirst())] } : all)
      .filter { !$0.isEmpty }
  }

  /// Whether a panel is shown in a body of that many rows.
  func shows(_ panel: Panel, rows: Int) -> Bool {
    shown(rows: rows).contains { $0.contains { $0.panel == panel } }
  }

  /// Where each panel is; those that are left out have no area.
  func areas(in body: Area) -> [Panel: Area] {
    var areas: [Panel: Area] = [:]
    let shown = shown(rows: body.rows)
    var rest = body
    for (band, rows) in zip(shown, heights(of: shown, rows: body.rows)) {
      place(band, in: rest.takeTop(rows), in: &areas)
    }
    return areas
  }

  /// The first band is always shown, the others where they leave enough rows.
  private func shown(rows: Int) -> [[PanelRow]] {
    bands.enumerated().filter { place, band in
      place == 0 || rows >= least(band) + band[0].rows.leaving
    }.map(\.element)
  }

  /// The fewest rows of a band, border included.
  private func least(_ band: [PanelRow]) -> Int {
    (isNarrow ? band[0].rows.leastNarrow : band[0].rows.least) + border.rows
  }

  /// The rows of each band, shared by weight and rounded up, but never below the least; the band of
  /// the flexible panel gets what is left.
  ///
  /// Shares go from the last band to the first, so that a band that needs more than its share takes
  /// it from those above.
  private func heights(of shown: [[PanelRow]], rows: Int) -> [Int] {
    var heights = Array(repeating: 0, count: shown.count)
    var left = rows
    var weights = shown.reduce(0) { $0 + $1[0].rows.weight }
    let flexible = shown.firstIndex { $0[0].panel == PanelTable.flexible } ?? 0
    for place in shown.indices.reversed() where place != flexible {
      let weight = shown[place][0].rows.weight
      let share = (left * weight + weights - 1) / weights
      heights[place] = min(left, max(least(shown[place]), share))
      left -= heights[place]
      weights -= weight
    }
    heights[flexible] = left
    giveAway(&heights, of: shown, to: flexible)
    return heights
  }

  /// Gives the rows that a band would leave empty to the lists, and theirs to the first band.
  private func giveAway(_ heights: inout [Int], of shown: [[PanelRow]], to flexible: Int) {
    for (place, receiver) in [(shown.count - 1, flexible), (flexible, 0)] where place != receiver {
      guard let rows = contents.rows[shown[place][0].panel] else { continue }
      let spare = heights[place] - max(least(shown[place]), rows + border.rows)
      guard spare > 0 else { continue }
      heights[place] -= spare
      heights[receiver] += spare
    }
  }

  private func place(_ band: [PanelRow], in area: Area, in areas: inout [Panel: Area]) {
    // The others of a narrow band share alike; their borders keep them apart.
    let gap = isNarrow || border == .box ? 0 : 1
    let weights = band.reduce(0) { $0 + (isNarrow ? 1 : $1.columns.weight) }
    var rest = area
    for row in band.dropFirst().reversed() {
      let weight = isNarrow ? 1 : row.columns.weight
      let least = isNarrow ? 0 : row.columns.least + PanelBorder.rule.columns
      areas[row.panel] = rest.takeRight(max(least, area.columns * weight / weights))
      _ = rest.takeRight(gap)
    }
    areas[band[0].panel] = rest
  }
}

/// How many rows the panels can fill, for those of which it is known.
struct PanelContents: Hashable {
  var rows: [Panel: Int] = [:]
  /// The panels that are left out because they would say nothing.
  var hidden: Set<Panel> = [.rules]

  init() {}

  /// A list of one rule would say what the header does.
  static func hidden(_ board: AlertBoard) -> Set<Panel> {
    board.rules.count > 1 ? [] : [.rules]
  }

  /// What there is to show: every alert, and as many groups as any of the last intervals has.
  ///
  /// In steps of four groups, so that the panels do not move with every interval.
  init(_ board: AlertBoard, _ intervals: [IntervalReport], _ view: ViewState) {
    let rowsEach = view.size.breadth >= .vast ? 1 : view.size.breadth >= .roomy ? 2 : 3
    hidden = PanelContents.hidden(board)
    rows[.alerts] = max(
      max(1, board.history.count) * rowsEach, hidden.isEmpty ? board.rules.count + 1 : 0)
    let dimensions = GroupsPanel.dimensions(view.dimension, width: view.size.columns)
    let most = intervals.suffix(6).lazy.flatMap { report in
      dimensions.map { report.statistics.groups(of: $0).count }
    }.max()
    // The panels beside the list have up to so many rows.
    rows[.sections] = max(22, (most ?? 0) / 4 * 4 + 5)
  }
}

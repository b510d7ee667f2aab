import AccessLog
import Canvas
import Query
import Traffic

/// One group: its rate over time, its status codes, sizes and methods, and its greatest groups by
/// the dimensions that it is counted by.
///
/// Rate and codes over time come from the intervals that are kept, the rest from counts that begin
/// when the group is opened; both are bounded, whatever the traffic is.
struct GroupDetailPanel {
  /// From so many rows on there is a graph, which has its part of them, and at least so many.
  private static let rowsForGraph = 7
  private static let graphPercent = 30
  private static let leastGraphRows = 4
  /// The first column of blocks gets more than its share: paths are the longest names.
  private static let firstWeight = 13
  private static let otherWeight = 10
  /// The cells of the names of methods.
  private static let methodWidth = 7
  /// Where a column is this wide, names leave cells for hits, shares and bars; else for hits only.
  private static let columnsForBars = 34
  private static let besideNames = (bars: 20, hits: CellWidth.gap + CellWidth.count)
  private static let leastNames = 8

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(in area: Area, on grid: inout Grid) {
    guard let group = scene.view.openGroup else { return }
    let detail = scene.snapshot.detail.flatMap { $0.group == group ? $0 : nil }
    var about = ""
    if let detail {
      let hits = detail.statistics.hits
      about =
        "\(shortCount(hits)) \(hits == 1 ? "hit" : "hits") since "
        + scene.zone.timeOfDay(detail.since)
    }
    var inside = grid.drawPanel(
      area,
      title: PanelTitle(
        name: "\(group.dimension.name.capitalizedFirst) \(group.dimension.shown(group.name))",
        detail: about, note: "Esc closes"),
      border: scene.layout.border, isFocused: true)
    guard inside.rows > 0 else { return }
    let isSmall = inside.rows < GroupDetailPanel.rowsForGraph
    let blocks = detail.map { self.blocks($0, isSmall: isSmall) } ?? []
    if !isSmall {
      // The lists take what they need, the graph the rest within reason.
      let needed = blocks.lazy.map { $0.reduce(0) { $0 + $1.rows } }.max() ?? 0
      let share = inside.rows * GroupDetailPanel.graphPercent / 100
      let rows = max(share, min(inside.rows / 2, inside.rows - needed))
      drawRate(
        of: group, in: inside.takeTop(max(GroupDetailPanel.leastGraphRows, rows)), on: &grid)
      _ = inside.takeTop(inside.rows > GroupDetailPanel.rowsForGraph ? 1 : 0)
    }
    guard detail != nil else {
      grid.write(
        "Counting from now on", column: inside.column, row: inside.row, role: .muted,
        limit: inside.columns)
      return
    }
    drawBlocks(blocks, in: inside, on: &grid)
  }

  /// Hits per second in each interval that is kept; an interval that does not list the group has
  /// none to show.
  private func drawRate(of group: GroupChoice, in area: Area, on grid: inout Grid) {
    var area = area
    let columns = area.columns - RateGraphPanel.gutter
    let interval = max(1, scene.snapshot.intervalSeconds)
    guard columns > 0, let last = scene.intervals.last else { return }
    let axisRow = area.takeBottom(1)
    let time = TimeScale(secondsPerColumn: interval, columns: columns, last: last.start)
    var values: [Double?] = Array(repeating: nil, count: columns)
    for report in scene.intervals.suffix(columns) {
      guard let column = time.column(of: report.start) else { continue }
      let hits =
        report.statistics.groups(of: group.dimension).first { $0.name == group.name }?.hits ?? 0
      values[column] = Double(hits) / Double(max(1, report.end - report.start))
    }
    var graph = TimeGraph(kind: .section, values: values)
    graph.unread = time.columns(before: scene.snapshot.coveredSince)
    graph.draw(in: area, isTyping: false, on: &grid)
    TimeAxis(scene, time).draw(
      row: axisRow.row, column: axisRow.column + RateGraphPanel.gutter, on: &grid)
    grid.write(
      "hits/s", endingAt: axisRow.column + RateGraphPanel.gutter - 1, row: axisRow.row,
      role: .muted)
  }

  /// A heading with a list below it.
  private struct Block {
    var title: String
    var list: ShareList
    /// What the lines are groups of, if they are.
    var dimension: Dimension?
    /// The lines without which the heading is not worth its row.
    var least = 2

    /// The rows of all of it: the heading, the lines and an empty row.
    var rows: Int { 1 + list.lines.count + 1 }

    var leastRows: Int { 1 + max(1, min(least, list.lines.count)) }
  }

  /// The blocks by column, the most telling first.
  private func blocks(_ detail: DrillDownReport, isSmall: Bool) -> [[Block]] {
    let statistics = detail.statistics
    let codes = ShareList.classes(of: statistics, codes: isSmall ? [] : statistics.statuses)
      .filter { $0.hits != 0 }
    func block(_ title: String, _ lines: [ShareList.Line], _ width: Int) -> Block {
      Block(
        title: title, list: ShareList(lines: lines, total: statistics.hits, nameWidth: width))
    }
    let breadth = scene.view.size.breadth
    let groups = detail.groups.map { group in
      let lines = group.counts.map {
        ShareList.Line(name: group.dimension.shown($0.name), hits: $0.hits, role: .bar)
      }
      var block = block(group.dimension.title, lines, 0)
      block.dimension = group.dimension
      return block
    }
    let (first, others) = (Array(groups.prefix(1)), Array(groups.dropFirst()))
    let methods = block(
      "Methods", ShareList.methods(of: statistics), GroupDetailPanel.methodWidth)
    var status = block("Status", codes, CellWidth.shortName)
    // Every class that there is: errors are what one looks for.
    status.least = codes.count { !$0.isDetail }
    let sizes = block(
      "Response bytes",
      ShareList.buckets(of: statistics.responseBytes, rows: .max).filter { $0.hits != 0 },
      CellWidth.shortName)
    if breadth >= .vast { return [first, others, [status], [sizes, methods]] }
    if breadth >= .wide { return [first, others + [methods], [status, sizes]] }
    return [groups, [status, sizes, methods]]
  }

  private func drawBlocks(_ columns: [[Block]], in area: Area, on grid: inout Grid) {
    var rest = area
    for (index, blocks) in columns.enumerated() {
      let isLast = index == columns.count - 1
      let other = GroupDetailPanel.otherWeight
      let weight = index == 0 ? GroupDetailPanel.firstWeight : other
      let weights = (columns.count - index - 1) * other + weight
      var column = isLast ? rest : rest.takeLeft(rest.columns * weight / weights)
      if !isLast { column.columns = max(0, column.columns - CellWidth.blockGap) }
      var shown = blocks[...]
      while shown.count > 1, shown.reduce(0, { $0 + $1.leastRows }) > column.rows {
        shown.removeLast()
      }
      for (place, block) in shown.enumerated() {
        // Each list may take its part of what is left, and what those below it do not need.
        let below = shown.dropFirst(place + 1)
        let needed = below.reduce(0) { $0 + $1.rows }
        let most = min(
          column.rows - below.reduce(0) { $0 + $1.leastRows },
          max(block.leastRows, column.rows / (below.count + 1), column.rows - needed))
        let share = below.isEmpty ? column.rows : min(block.rows, most)
        var part = column.takeTop(share)
        if !below.isEmpty, part.rows > 3 { _ = part.takeBottom(1) }
        draw(block, in: part, on: &grid)
      }
    }
  }

  private func draw(_ block: Block, in area: Area, on grid: inout Grid) {
    var area = area
    let head = area.takeTop(1)
    guard !head.isEmpty else { return }
    grid.write(
      block.title, column: head.column, row: head.row, role: .columnHead, limit: head.columns)
    var list = block.list
    if list.nameWidth == 0 {
      let beside = GroupDetailPanel.besideNames
      let taken = area.columns >= GroupDetailPanel.columnsForBars ? beside.bars : beside.hits
      list.nameWidth = max(GroupDetailPanel.leastNames, area.columns - taken)
    }
    if let dimension = block.dimension {
      // Names that have to be cut are cut where they tell least.
      list.lines = list.lines.map { line in
        var line = line
        line.name = dimension.shown(Array(line.name.utf8), width: list.nameWidth)
        return line
      }
    } else if list.lines.count > area.rows {
      // Where there is no space for all, what belongs to a line above gives way.
      list.lines.removeAll { $0.isDetail }
    }
    if list.lines.isEmpty, area.rows > 0 {
      grid.write("none so far", column: area.column, row: area.row, role: .muted)
    }
    list.draw(in: area, on: &grid)
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

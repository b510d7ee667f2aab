import AccessLog
import Canvas
import Query
import Traffic

/// One group: its rate over the hour that is kept, and its status codes, sizes, methods and greatest
/// groups by all other dimensions in the span that is shown.
///
/// They are counted from the moment that the group is opened, and the past is read again from the log.
/// As long as that takes, the rate is what the lists of the intervals say.
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

  /// The dimensions that are listed, the most telling first.
  private static let dimensions: [Dimension] = [
    .path, .network, .client, .agent, .referrer, .virtualHost, .user, .section, .server,
    .requestProtocol,
  ]

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(in area: Area, on grid: inout Grid) {
    guard let group = scene.view.openGroup else { return }
    let known = scene.openGroup
    let span = ShownSpan(scene)
    let detail = span.flatMap { span in
      known.flatMap {
        isKnown(span, to: $0)
          ? span.statistics(of: $0.snapshot, by: GroupDetailPanel.dimensions) : nil
      }
    }
    var about = ""
    if let span, let detail {
      let rate = rateText(Double(detail.hits) / Double(max(1, elapsed(span.seconds))))
      about =
        "\(span.words)  \(shortCount(detail.hits)) \(detail.hits == 1 ? "hit" : "hits")  \(rate)"
    }
    // A note is left out where it does not fit.
    if let progress = known?.progress {
      about = "\(span?.words ?? "")  reading the past, \(Int(progress * 100)) %"
    } else if let failure = known?.failure {
      about += "  past not known: \(failure)"
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
        of: group, known, in: inside.takeTop(max(GroupDetailPanel.leastGraphRows, rows)), on: &grid)
      _ = inside.takeTop(inside.rows > GroupDetailPanel.rowsForGraph ? 1 : 0)
    }
    guard detail != nil else {
      grid.write(
        "Reading what the log has of it", column: inside.column, row: inside.row, role: .muted,
        limit: inside.columns)
      return
    }
    drawBlocks(blocks, in: inside, on: &grid)
  }

  /// Whether all of a span has been read, or nothing more of it will be.
  private func isKnown(_ span: ShownSpan, to known: FilteredModel) -> Bool {
    guard known.progress != nil, let since = known.snapshot.coveredSince else { return true }
    return since.seconds <= span.seconds.lowerBound
  }

  /// The seconds of a span that have passed.
  private func elapsed(_ span: Range<Int>) -> Int {
    guard let clock = scene.snapshot.clock?.seconds, span.contains(clock) else { return span.count }
    return clock - span.lowerBound + 1
  }

  /// Hits per second over all the time that is kept.
  private func drawRate(
    of group: GroupChoice, _ known: FilteredModel?, in area: Area, on grid: inout Grid
  ) {
    var area = area
    let columns = area.columns - RateGraphPanel.gutter
    guard columns > 0, let last = scene.lastWholeSecond else { return }
    let axisRow = area.takeBottom(1)
    let all = scene.model.snapshot
    let kept = min(Timeline.historySeconds, last - (all.endedIntervals.first?.start ?? last) + 1)
    let time = TimeScale(span: max(kept, columns), columns: columns, last: last)
    let seconds = known?.snapshot.seconds ?? SecondSeries()
    let since = known.map { $0.snapshot.coveredSince ?? seconds.start } ?? last + 1
    var values = time.means(of: seconds.hits, start: seconds.start)
    // Of the time before that the lists of the intervals are known.
    var listed: [Int: (hits: Int, seconds: Int)] = [:]
    for report in all.endedIntervals where report.start < since {
      guard let column = time.column(of: report.start) else { continue }
      let hits =
        report.statistics.groups(of: group.dimension).first { $0.name == group.name }?.hits ?? 0
      listed[column, default: (0, 0)].hits += hits
      listed[column, default: (0, 0)].seconds += report.end - report.start
    }
    for column in 0..<columns where time.seconds(of: column).lowerBound < since.seconds {
      values[column] = listed[column].map { Double($0.hits) / Double(max(1, $0.seconds)) }
    }
    var graph = TimeGraph(kind: .section, values: values)
    graph.unread = time.columns(before: all.endedIntervals.first?.start)
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
  private func blocks(_ statistics: Statistics, isSmall: Bool) -> [[Block]] {
    let codes = ShareList.classes(of: statistics, codes: isSmall ? [] : statistics.statuses)
      .filter { $0.hits != 0 }
    func block(_ title: String, _ lines: [ShareList.Line], _ width: Int) -> Block {
      Block(
        title: title, list: ShareList(lines: lines, total: statistics.hits, nameWidth: width))
    }
    let breadth = scene.view.size.breadth
    let groups = GroupDetailPanel.dimensions.compactMap { dimension -> Block? in
      let counts = statistics.groups(of: dimension)
      // What all hits lack, or have in common with the group itself, tells nothing.
      let own = scene.view.openGroup?.counted.dimension
      guard own != dimension, own != .client || dimension != .network,
        dimension != scene.view.openGroup?.dimension,
        counts.contains(where: { $0.name != Dimension.unknown })
      else { return nil }
      let atLeast = statistics.countedAtLeast[dimension] ?? []
      let lines = counts.map {
        ShareList.Line(
          name: dimension.shown($0.name), hits: $0.hits, role: .bar,
          isAtLeast: atLeast.contains($0.name))
      }
      var block = block(dimension.title, lines, 0)
      block.dimension = dimension
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
        let hidden = below.isEmpty ? blocks.count - shown.count : 0
        draw(block, in: part, hidden: hidden, on: &grid)
      }
    }
  }

  /// Draws a list; `hidden` ones below it have no space.
  private func draw(_ block: Block, in area: Area, hidden: Int, on grid: inout Grid) {
    var area = area
    let head = area.takeTop(1)
    guard !head.isEmpty else { return }
    let titleEnd = grid.write(
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
    var notes: [String] = []
    if list.lines.count > area.rows { notes.append(" \(area.rows) of \(list.lines.count)") }
    if hidden > 0 { notes.append(" +\(hidden) \(hidden == 1 ? "list" : "lists")") }
    var column = titleEnd
    for note in notes where column + note.count <= head.endColumn {
      column = grid.write(note, column: column, row: head.row, role: .muted)
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

import AccessLog
import Alerting
import Canvas
import Traffic

extension Panel {
  package static let graph = Panel("graph")
}

/// The rate of requests over time against the threshold.
///
/// On high screens errors and bytes stand below it, on the same time axis.
struct RateGraphPanel: PanelContent {
  /// The cells left of the graph: a mark, a number and the axis.
  static let gutter = 8

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(in area: Area, on grid: inout Grid) {
    let columns = scene.layout.border.inside(area).columns - RateGraphPanel.gutter
    guard let last = lastSecond else {
      let inside = grid.drawPanel(
        area, title: PanelTitle(key: Panel.graph.key, name: "Requests per second"),
        border: scene.layout.border, isFocused: scene.view.focus == .graph)
      drawNothing(in: inside, on: &grid)
      return
    }
    let time = TimeScale(span: scene.view.span.seconds, columns: columns, last: last)
    var inside = grid.drawPanel(
      area, title: title(time), border: scene.layout.border,
      isFocused: scene.view.focus == .graph)
    guard inside.rows > 0, columns > 0 else { return }

    let seconds = scene.snapshot.seconds
    let below: [(TimeGraph.Kind, [Int])] =
      switch inside.rows {
      case ..<12: []
      case ..<20: [(.errors, seconds.errors)]
      default: [(.errors, seconds.errors), (.bytes, seconds.bytes)]
      }
    let rowsEach = below.isEmpty ? 0 : max(3, inside.rows * (below.count == 1 ? 30 : 22) / 100)
    var areas: [Area] = []
    for _ in below { areas.insert(inside.takeBottom(rowsEach), at: 0) }
    let axis = inside.rows >= 4 ? inside.takeBottom(1) : nil
    // Only a rate has its place among requests per second.
    let rule = scene.status.rule
    let isRate = rule.measure == .rate && scene.view.screenFilter.all == nil
    var graph = TimeGraph(
      kind: .requests(threshold: isRate ? scene.drawnThreshold : nil), seconds.hits,
      from: seconds.start, on: time)
    if isRate {
      graph.averages = time.averages(
        of: seconds.hits, start: seconds.start, window: rule.windowSeconds)
    }
    if scene.view.screenFilter.all != nil {
      graph.peaks = allMeans(time) ?? []
      graph.showsWholePeaks = true
    }
    graph.unread = time.columns(before: scene.snapshot.coveredSince)
    graph.draw(in: inside, isTyping: scene.view.prompt != nil, on: &grid)
    if let axis {
      TimeAxis(scene, time).draw(
        row: axis.row, column: axis.column + RateGraphPanel.gutter, on: &grid)
    }
    for (graph, area) in zip(below, areas) {
      var area = area
      let label = area.takeTop(1)
      let peaks = time.peaks(of: graph.1, start: seconds.start)
      let column = grid.write(
        graph.0.name, column: label.column + RateGraphPanel.gutter, row: label.row, role: .muted)
      let most = graph.0.amount(peaks.lazy.compactMap { $0 }.max() ?? 0)
      grid.write("  max \(most)", column: column, row: label.row, role: .muted)
      var graph = TimeGraph(kind: graph.0, graph.1, from: seconds.start, on: time)
      graph.unread = time.columns(before: scene.snapshot.coveredSince)
      graph.draw(in: area, isTyping: false, on: &grid)
    }
  }

  /// How many hits there are in all in each column; `nil` where those of the filter would be too low
  /// beside them.
  private func allMeans(_ time: TimeScale) -> [Int?]? {
    let (all, own) = (scene.model.snapshot.seconds, scene.snapshot.seconds)
    let means = time.means(of: all.hits, start: all.start)
    let most = means.lazy.compactMap { $0 }.max() ?? 0
    let shown = time.means(of: own.hits, start: own.start).lazy.compactMap { $0 }.max() ?? 0
    return most <= 4 * shown ? means.map { $0.map { Int($0.rounded()) } } : nil
  }

  /// Walks through the past: page keys over long ways, the others to its ends.
  func move(_ action: Action, page: Int, in view: inout ViewState) {
    switch action {
    case .up, .pageUp: view.walk(.muchEarlier, in: scene.live)
    case .down, .pageDown: view.walk(.muchLater, in: scene.live)
    case .first:
      if let oldest = scene.intervals.first { view.show(oldest.start, in: scene.live) }
    case .last: view.walk(.live, in: scene.live)
    default: break
    }
  }

  /// Shows the interval under the pointer.
  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool {
    let columns = inside.columns - RateGraphPanel.gutter
    guard let last = lastSecond, column >= RateGraphPanel.gutter, !scene.intervals.isEmpty else {
      return false
    }
    let time = TimeScale(span: scene.view.span.seconds, columns: columns, last: last)
    view.show(
      Instant(time.seconds(of: column - RateGraphPanel.gutter).lowerBound), in: scene.live)
    return false
  }

  /// The second at the right edge; in the past, a third of the span after the interval shown.
  private var lastSecond: Instant? {
    guard let last = scene.lastWholeSecond else { return nil }
    guard scene.isPast, let shown = scene.shown else { return last }
    return min(last, shown.end + scene.view.span.seconds / 3)
  }

  private func title(_ time: TimeScale) -> PanelTitle {
    var detail = scene.isPast ? durationText(time.span) : "last \(durationText(time.span))"
    if scene.view.screenFilter.all != nil {
      detail += allMeans(time) == nil ? ", of the filter" : ", of the filter and ┊of all"
    } else if time.secondsPerColumn > 1 {
      detail += ", mean and ┊peak of \(durationText(time.secondsPerColumn))"
    }
    let seconds = scene.snapshot.seconds
    let peak = time.peaks(of: seconds.hits, start: seconds.start).lazy.compactMap { $0 }.max()
    return PanelTitle(
      key: Panel.graph.key, name: "Requests per second", detail: detail,
      note: peak.map { "max \(shortCount($0))/s" } ?? "")
  }

  private func drawNothing(in area: Area, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let name = scene.live.source.name
    let words =
      switch scene.live.source.state {
      case .waiting: "Waiting for \(name) to appear"
      case .loading: "Reading what is already there"
      case .following, .unsaved: "Waiting for the first line"
      case .ended: "There was no line"
      case .unparsed(_, let expected): "Cannot parse: expected \(expected)"
      case .failed(let reason): "Cannot read \(name): \(reason)"
      }
    grid.write(words, centredIn: area, row: area.row + area.rows / 2, role: .muted)
  }
}

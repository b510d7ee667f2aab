import AccessLog
import Alerting
import Canvas
import Traffic

extension Panel {
  package static let graph = Panel("graph")
}

/// The rate of requests over time against the threshold, or what another rule measures that was chosen.
///
/// On high screens errors and bytes stand below it, on the same time axis.
struct RateGraphPanel: PanelContent {
  /// The cells left of the graph: a mark, a number and the axis.
  static let gutter = 8

  private let scene: Scene
  /// What the chosen rule measures, where that is shown.
  private let rule: RuleGraph?

  init(_ scene: Scene) {
    self.scene = scene
    rule = RuleGraph(scene)
  }

  func draw(in area: Area, on grid: inout Grid) {
    let columns = scene.layout.border.inside(area).columns - RateGraphPanel.gutter
    guard let last = lastSecond else {
      let inside = grid.drawPanel(
        area,
        title: PanelTitle(
          key: Panel.graph.key, name: measure.name(intervalSeconds: scene.snapshot.intervalSeconds)),
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
    let others = [GraphMeasure.requests, .errors, .bytes].filter { $0 != measure || rule != nil }
    let count = inside.rows < 12 ? 0 : inside.rows < 20 ? 1 : 2
    let below = others.prefix(count).map { ($0.kind, $0.seconds(seconds) ?? []) }
    let rowsEach = below.isEmpty ? 0 : max(3, inside.rows * (below.count == 1 ? 30 : 22) / 100)
    var areas: [Area] = []
    for _ in below { areas.insert(inside.takeBottom(rowsEach), at: 0) }
    let axis = inside.rows >= 4 ? inside.takeBottom(1) : nil
    // Only the rate of all hits has its place among requests per second.
    let isRate =
      scene.status.rule.isPlainRate && scene.view.screenFilter.all == nil && measure == .requests
    var graph = rule?.graph(on: time) ?? graph(time)
    if measure == .requests, rule == nil {
      graph = TimeGraph(
        kind: .requests(threshold: isRate ? scene.drawnThreshold : nil), seconds.hits,
        from: seconds.start, on: time)
    }
    if isRate {
      graph.averages = time.averages(
        of: seconds.hits, start: seconds.start, window: scene.status.rule.windowSeconds)
    }
    if scene.view.screenFilter.all != nil, measure == .requests {
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

  private var measure: GraphMeasure { scene.view.measure }

  /// The bars of the measure, without what is drawn of requests alone.
  private func graph(_ time: TimeScale) -> TimeGraph {
    let series = scene.snapshot.seconds
    guard let seconds = measure.seconds(series) else {
      let intervals = scene.intervals + [scene.snapshot.currentInterval].compactMap(\.self)
      return TimeGraph(
        kind: measure.kind, values: time.values(of: intervals) { measure.value(of: $0) })
    }
    var graph = TimeGraph(kind: measure.kind, seconds, from: series.start, on: time)
    if measure == .errors {
      graph.parts = time.values(of: scene.intervals) { statistics in
        let server = Double(statistics.hits(in: .serverError))
        return statistics.errors > 0 ? server / Double(statistics.errors) : nil
      }.map { $0 ?? 0 }
    }
    return graph
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

  /// Shows the interval under the pointer, from which a drag marks.
  func select(column: Int, row: Int, inside: Area, in view: inout ViewState) -> Bool {
    guard let last = lastSecond,
      let second = second(column: column, inside: inside, last: last)
    else { return false }
    view.pressed = interval(at: second).map { PressedMoment(interval: $0, last: last) }
    view.show(second, in: scene.live)
    return false
  }

  /// Marks from the interval where the mouse was pressed to the one where it was released.
  func release(column: Int, inside: Area, in view: inout ViewState) {
    guard let pressed = view.pressed else { return }
    view.pressed = nil
    guard let second = second(column: column, inside: inside, last: pressed.last),
      let other = interval(at: second), other != pressed.interval
    else { return }
    view.mark = TimeMark(pressed.interval, isGrowing: false)
    view.mark?.extend(to: other)
  }

  /// The first second of the column under the pointer.
  private func second(column: Int, inside: Area, last: Instant) -> Instant? {
    let columns = inside.columns - RateGraphPanel.gutter
    guard column >= RateGraphPanel.gutter, column < inside.columns, !scene.intervals.isEmpty else {
      return nil
    }
    let time = TimeScale(span: scene.view.span.seconds, columns: columns, last: last)
    return Instant(time.seconds(of: column - RateGraphPanel.gutter).lowerBound)
  }

  private func interval(at second: Instant) -> Range<Int>? {
    IntervalSearch.index(of: second, in: scene.intervals).map {
      scene.intervals[$0].start.seconds..<scene.intervals[$0].end.seconds
    }
  }

  /// The second at the right edge; in the past, a third of the span after the interval shown.
  private var lastSecond: Instant? {
    guard let last = scene.lastWholeSecond else { return nil }
    guard scene.isPast, let shown = scene.shown else { return last }
    return min(last, shown.end + scene.view.span.seconds / 3)
  }

  private func title(_ time: TimeScale) -> PanelTitle {
    var detail = scene.isPast ? durationText(time.span) : "last \(durationText(time.span))"
    let isOfSeconds = measure.seconds(scene.snapshot.seconds) != nil
    if measure == .errors { detail += ", ▒server errors" }
    if let rule {
      detail += rule.window
    } else if measure != .requests {
      if scene.view.screenFilter.all != nil { detail += ", of the filter" }
      if isOfSeconds, time.secondsPerColumn > 1 {
        detail += ", mean and ┊peak of \(durationText(time.secondsPerColumn))"
      }
    } else if scene.view.screenFilter.all != nil {
      detail += allMeans(time) == nil ? ", of the filter" : ", of the filter and ┊of all"
    } else if time.secondsPerColumn > 1 {
      detail += ", mean and ┊peak of \(durationText(time.secondsPerColumn))"
    }
    return PanelTitle(
      key: Panel.graph.key,
      name: rule?.name ?? measure.name(intervalSeconds: scene.snapshot.intervalSeconds),
      detail: detail, note: readOut ?? greatest(time))
  }

  /// The greatest value that is shown.
  private func greatest(_ time: TimeScale) -> String {
    if let rule { return rule.worstText(on: time) }
    let series = scene.snapshot.seconds
    let most: Int?
    if let seconds = measure.seconds(series) {
      most = time.peaks(of: seconds, start: series.start).lazy.compactMap { $0 }.max()
    } else {
      most = graph(time).values.lazy.compactMap { $0 }.max().map { Int(min($0, 9e18)) }
    }
    return most.map { "max \(measure.kind.amount($0))" } ?? ""
  }

  /// The value of the span that is marked, or of the moment of the past that is shown.
  private var readOut: String? {
    guard scene.view.mark != nil || scene.isPast, let span = ShownSpan(momentOf: scene) else {
      return nil
    }
    let seconds = span.seconds
    let statistics = span.statistics(of: scene.snapshot)
    let length = Double(max(1, seconds.count))
    let value =
      switch measure {
      case .requests where rule != nil: rule?.text(of: seconds) ?? "-"
      case .requests: rateText(Double(statistics.hits) / length)
      case .errors: "\(rateText(Double(statistics.errors) / length)) errors"
      case .bytes: shortBytes(Int(Double(statistics.bytes) / length)) + "/s"
      case .clients, .durations:
        measure.value(of: statistics).flatMap { value in
          statistics.hits > 0 && value > 0 ? measure.kind.amount(Int(value)) : nil
        } ?? "-"
      }
    return "\(scene.zone.timeOfDay(Instant(seconds.lowerBound))) \(value)"
  }

  private func drawNothing(in area: Area, on grid: inout Grid) {
    guard !area.isEmpty else { return }
    let name = scene.live.source.name
    let words =
      switch scene.live.source.state {
      case .waiting: "Waiting for \(name) to appear"
      case .loading: "Reading what is already there"
      case .following, .behind, .unsaved: "Waiting for the first line"
      case .ended: "There was no line"
      case .unparsed(_, let expected): "Cannot parse: expected \(expected)"
      case .failed(let reason): "Cannot read \(name): \(reason)"
      }
    grid.write(words, centredIn: area, row: area.row + area.rows / 2, role: .muted)
  }
}

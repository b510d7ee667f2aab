import AccessLog
import Canvas
import Traffic

extension ViewState {
  /// Moves in the panel in focus.
  mutating func move(_ action: Action, in model: DashboardModel) {
    let scene = Scene(model, self)
    let page = max(1, (scene.layout.panels[focus]?.rows ?? 3) - 3)
    PanelTable.content(of: focus, in: scene).move(action, page: page, in: &self)
    if focus == .graph { extendMark(in: model) }
  }

  /// The intervals that can be shown, oldest first.
  private func intervals(in model: DashboardModel) -> [IntervalReport] {
    ScreenFilter.snapshot(of: frozen ?? model, or: model, through: screenFilter).endedIntervals
  }

  /// How many intervals the keys for long ways walk.
  static let longWay = 6

  /// Shows the interval that an instant is in.
  mutating func show(_ instant: Instant, in model: DashboardModel) {
    let intervals = intervals(in: model)
    guard let index = IntervalSearch.index(of: instant, in: intervals) else { return }
    pastInterval = index == intervals.count - 1 ? nil : intervals[index].start
  }

  /// Walks through the intervals that have ended.
  mutating func walk(_ action: Action, in model: DashboardModel) {
    let intervals = intervals(in: model)
    guard action != .live else {
      if pastInterval == nil { frozen = nil }
      pastInterval = nil
      return
    }
    guard !intervals.isEmpty else {
      show("No interval has ended yet", at: model.wallClock)
      return
    }
    let shown =
      pastInterval.flatMap { IntervalSearch.index(of: $0, in: intervals) }
      ?? intervals.count - 1
    let target =
      switch action {
      case .earlier: shown - 1
      case .later: shown + 1
      case .muchEarlier: max(min(0, shown - 1), shown - ViewState.longWay)
      default: shown + ViewState.longWay
      }
    if target >= intervals.count - 1 {
      pastInterval = nil
    } else if target < 0 {
      show("That is the oldest interval that is kept", at: model.wallClock)
      pastInterval = intervals[0].start
    } else {
      pastInterval = intervals[target].start
    }
  }
}

/// Finds an interval among those that are kept.
enum IntervalSearch {
  /// The last interval that begins at or before `start`; the oldest if there is none.
  static func index(of start: Instant, in history: [IntervalReport]) -> Int? {
    guard !history.isEmpty else { return nil }
    var low = 0
    var high = history.count
    while low < high {
      let middle = (low + high) / 2
      if history[middle].start <= start { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }
}

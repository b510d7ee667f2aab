import AccessLog
import Alerting
import Canvas
import Traffic

extension ViewState {
  /// Moves in the panel that has the focus.
  mutating func move(_ action: Action, in model: DashboardModel) {
    let scene = Scene(model, self)
    let page = max(1, (scene.layout.panels[focus]?.rows ?? 3) - 3)
    switch focus {
    case .graph:
      break
    case .sections:
      let list = SectionList(scene)
      guard !list.sections.isEmpty else { return }
      let index = moved(
        list.selectedIndex, by: action, page: page, last: list.sections.count - 1)
      sectionSelection = SectionSelection(name: list.sections[index].name, index: index)
    case .statuses:
      let last = StatusesPanel(scene).lastOffset
      statusOffset = moved(min(last, statusOffset), by: action, page: page, last: last)
    case .responseBytes:
      let last = ResponseBytesPanel(scene).lastOffset
      bytesOffset = moved(min(last, bytesOffset), by: action, page: page, last: last)
    case .alerts:
      let newest = scene.board.history.count - 1
      guard newest >= 0 else { return }
      // On screen the newest is first.
      let place = newest - min(newest, alertSelection ?? newest)
      let moved = moved(place, by: action, page: max(1, page / 2), last: newest)
      alertSelection = moved == 0 ? nil : newest - moved
    }
  }

  /// Where a movement leads in a list that goes from 0 to `last`.
  func moved(_ index: Int, by action: Action, page: Int, last: Int) -> Int {
    let target =
      switch action {
      case .up: index - 1
      case .down: index + 1
      case .pageUp: index - page
      case .pageDown: index + page
      case .first: 0
      case .last: last
      default: index
      }
    return max(0, min(last, target))
  }

  /// Walks through the intervals that have ended.
  mutating func walk(_ action: Action, in model: DashboardModel) {
    let intervals = (frozen ?? model).snapshot.endedIntervals
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
    let target = action == .earlier ? shown - 1 : shown + 1
    if target >= intervals.count - 1 {
      pastInterval = nil
    } else if target < 0 {
      show("That is the oldest interval that is kept", at: model.wallClock)
      pastInterval = intervals[0].start
    } else {
      pastInterval = intervals[target].start
    }
  }

  /// Shows the moment of the selected entry of the alert history.
  mutating func jump(in model: DashboardModel) {
    let shown = frozen ?? model
    let history = shown.board.history
    guard !history.isEmpty else { return }
    let event = history[min(history.count - 1, alertSelection ?? history.count - 1)]
    let intervals = shown.snapshot.endedIntervals
    guard let time = event.time, let first = intervals.first, time >= first.start else {
      show("The traffic of that moment is not kept", at: model.wallClock)
      return
    }
    pastInterval = intervals.last { $0.start <= time }?.start
    isZoomed = false
  }
}

/// Finds an interval among those that are kept.
enum IntervalSearch {
  /// The interval that begins at or before `start` the latest; the oldest if there is none.
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

extension AlertEvent {
  /// When it happened; `nil` for a change before the first line.
  var time: Instant? {
    switch self {
    case .transition(let transition): transition.time
    case .thresholdChange(let change): change.time
    }
  }
}

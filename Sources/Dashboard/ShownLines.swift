import AccessLog
import Canvas
import Query
package import Traffic

/// The lines that are looked at, and how.
package struct ShownLines: Sendable, Equatable {
  package let choice: LineChoice
  /// The lines that are shown in place of the newest, while they are stopped.
  var stopped: LineView?
  /// The number of the line that is selected; `nil` for the newest.
  var selected: Int?
  /// Whether that line is drawn with its fields.
  var isOpen = false

  init(_ choice: LineChoice) { self.choice = choice }

  /// What is shown of a model; `nil` while nothing is known.
  func shown(in model: DashboardModel) -> LineView? {
    stopped ?? model.lines.flatMap { $0.choice == choice ? $0 : nil }
  }

  /// The index of the line that is selected; one that is no longer kept gives way to the oldest.
  func index(in view: LineView) -> Int {
    guard let selected, let first = view.entries.first else {
      return max(0, view.entries.count - 1)
    }
    return max(0, min(view.entries.count - 1, selected - first.number))
  }

  /// Which lines they are, in words.
  func words(_ zone: Zone) -> String {
    var words = choice.filter?.words ?? "of all hits"
    if let span = choice.span {
      words +=
        ", \(zone.timeOfDay(Instant(span.lowerBound))) \u{2013} \(zone.timeOfDay(Instant(span.upperBound)))"
    }
    return words
  }
}

extension ViewState {
  /// Shows the lines that match the filter and the group that is open or was selected; of the past
  /// those of the interval that is shown.
  mutating func showLines(in model: DashboardModel) -> [DashboardCommand] {
    var filters = screenFilter.parts
    if let group = lineGroup(in: model) {
      let part = Filter(group.dimension, is: group.name)
      if !filters.contains(part) { filters.append(part) }
    }
    let scene = Scene(model, self)
    var choice = LineChoice(filter: Filter.all(filters))
    if mark != nil || scene.isPast { choice.span = ShownSpan(scene)?.seconds }
    lines = ShownLines(choice)
    return [.showLines(choice)]
  }

  /// The group whose lines are shown: the one that is open, or one that was chosen in the list.
  private func lineGroup(in model: DashboardModel) -> GroupChoice? {
    var group = openGroup?.counted
    if group == nil, groupSelection.name != nil, focus == .sections {
      group = GroupList(Scene(model, self)).selected.map {
        GroupChoice(dimension, $0.name).counted
      }
    }
    guard var group, group.name != NameCounter.otherName else { return nil }
    if group.dimension == .section { group.dimension = .section(by: model.sections) }
    return group
  }

  /// Handles a key while lines are shown; `nil` if it has its usual meaning.
  mutating func handleInLines(_ action: Action, in model: DashboardModel) -> [DashboardCommand]? {
    guard var shown = lines else { return nil }
    let view = shown.shown(in: model)
    switch action {
    case .freeze:
      shown.stopped = shown.stopped == nil ? view : nil
    case .open:
      guard let view, !view.entries.isEmpty else { return [] }
      shown.isOpen.toggle()
      if shown.selected == nil { shown.selected = view.entries.last?.number }
    case .close, .quit:
      guard shown.isOpen else {
        lines = nil
        return [.showLines(nil)]
      }
      shown.isOpen = false
    case .up, .down, .pageUp, .pageDown, .first, .last:
      guard let view, let first = view.entries.first else { return [] }
      let last = view.entries.count - 1
      let page = max(1, size.rows - 8)
      let index = action.moved(shown.index(in: view), page: page, last: last)
      shown.selected = index == last && !shown.isOpen ? nil : first.number + index
    case .lines:
      lines = nil
      return [.showLines(nil)]
    default: return action.worksInLines ? nil : []
    }
    lines = shown
    return []
  }
}

import Canvas
package import Query
import Traffic

extension ViewState {
  /// Sets the filter of the screen, and asks for what it chooses.
  mutating func setFilter(_ parts: [Filter]) -> [DashboardCommand] {
    let filter = ScreenFilter(parts)
    guard filter != screenFilter else { return [] }
    screenFilter = filter
    hasStoppedReading = false
    groupSelection = GroupSelection()
    return [.look(through: filter.all)] + (openGroup.map { [.open($0)] } ?? [])
  }

  /// The hits of the group that is open, of those that the filter of the screen chooses.
  package func groupFilter(in model: DashboardModel) -> Filter? {
    guard let group = openGroup?.counted else { return nil }
    let dimension =
      group.dimension == .section ? Dimension.section(by: model.sections) : group.dimension
    return Filter.all(screenFilter.parts + [Filter(dimension, is: group.name)])
  }

  /// Adds the selected group to the filter, excludes it, or removes the last part.
  mutating func changeFilter(_ action: Action, in model: DashboardModel) -> [DashboardCommand] {
    guard action != .shortenFilter else {
      guard !screenFilter.parts.isEmpty else { return [] }
      return setFilter(screenFilter.parts.dropLast())
    }
    guard let group = chosenGroup(in: model) else {
      show("No group is selected", at: model.wallClock)
      return []
    }
    guard group.name != NameCounter.otherName else {
      show("The rest has no name to filter by", at: model.wallClock)
      return []
    }
    guard Filter.canName(group.name) else {
      show("Its name has bytes that a filter cannot hold", at: model.wallClock)
      return []
    }
    let dimension =
      group.dimension == .section ? Dimension.section(by: model.sections) : group.dimension
    let filter = Filter(dimension, is: group.name)
    let (part, opposite) =
      action == .addToFilter ? (filter, filter.negated) : (filter.negated, filter)
    guard !screenFilter.parts.contains(part) else {
      show("The filter says so already", at: model.wallClock)
      return []
    }
    return setFilter(screenFilter.parts.filter { $0 != opposite } + [part])
  }

  /// The group that is open, or else the one that is selected in the list.
  private mutating func chosenGroup(in model: DashboardModel) -> GroupChoice? {
    if let openGroup { return openGroup.counted }
    focus = .sections
    return GroupList(Scene(model, self)).selected.map { GroupChoice(dimension, $0.name).counted }
  }

  /// Stops reading the past for the filter, or ends the filter.
  mutating func closeFilter(in model: DashboardModel) -> [DashboardCommand] {
    if let known = model.filtered, known.filter == screenFilter.all, known.progress != nil,
      !hasStoppedReading
    {
      hasStoppedReading = true
      return [.stopReading]
    }
    return setFilter([])
  }

  /// Handles a key while the filter of the screen is typed.
  mutating func typeScreenFilter(
    _ key: Key, after text: String, _ cycle: FilterCycle?, in model: DashboardModel
  ) -> [DashboardCommand] {
    switch key {
    case .escape:
      prompt = nil
    case .tab:
      let next = FilterCycle(after: cycle, of: text, in: Scene(model, self))
      prompt = .screenFilter(text: next?.text ?? text, complaint: nil, cycle: next)
    case .enter:
      guard text.contains(where: { $0 != " " }) else {
        prompt = nil
        return setFilter([])
      }
      guard text != screenFilter.all?.text else {
        prompt = nil
        return []
      }
      do throws(FilterError) {
        let parts = try Filter(text).conjuncts
        prompt = nil
        return setFilter(parts)
      } catch {
        prompt = .screenFilter(text: text, complaint: "\(error)")
      }
    default:
      guard let edited = edited(text, by: key) else { return [] }
      prompt = .screenFilter(text: edited, complaint: nil)
    }
    return []
  }
}

/// The completions of a text that Tab goes through.
package struct FilterCycle: Sendable, Equatable {
  /// The texts of all completions.
  var texts: [String]
  var index: Int

  var text: String { texts[index] }

  /// The next completion of a cycle that is under way, or the first of a text; `nil` if there is none.
  init?(after cycle: FilterCycle?, of text: String, in scene: Scene) {
    if let cycle, cycle.texts.count > 1 {
      self = cycle
      index = (index + 1) % texts.count
      return
    }
    let completion = scene.completion(of: text)
    guard !completion.candidates.isEmpty else { return nil }
    let kept = String(decoding: text.utf8.prefix(completion.start), as: UTF8.self)
    texts = completion.candidates.prefix(100).map { kept + $0 }
    index = 0
  }
}

extension Scene {
  /// How the text of a filter may go on, with the names of the groups that are shown.
  func completion(of text: String) -> FilterCompletion {
    FilterCompletion(text) { dimension in
      shown?.statistics.groups(of: dimension).map(\.name) ?? []
    }
  }
}

import AccessLog
import Canvas
import Query
import Traffic

/// The groups of a dimension in the interval that is shown, filtered and in the chosen order.
struct GroupList {
  let groups: [GroupCount]
  private let earlier: [[UInt8]: Int]?
  private let selection: GroupSelection

  /// - Complexity: O(n log n) in the groups listed.
  init(_ scene: Scene, of wanted: Dimension? = nil) {
    let dimension = wanted ?? scene.view.dimension
    let all = GroupList.all(dimension, in: scene)
    let previous = GroupList.earlier(dimension, in: scene)
    let matching = GroupList.matching(all, filter: scene.view.filter)
    groups = GroupList.sorted(matching, by: scene.view.order, earlier: previous)
    earlier = previous
    selection = scene.view.groupSelection
  }

  /// The greatest groups, whatever is filtered, ordered and selected.
  init(greatest dimension: Dimension, in scene: Scene) {
    groups = GroupList.all(dimension, in: scene)
    earlier = GroupList.earlier(dimension, in: scene)
    selection = GroupSelection()
  }

  /// The groups, most hits first; a server that is gone is among them, and has none.
  private static func all(_ dimension: Dimension, in scene: Scene) -> [GroupCount] {
    let groups = scene.shown?.statistics.groups(of: dimension) ?? []
    guard dimension == .server, !scene.isPast else { return groups }
    let gone = scene.model.servers.filter { note in
      note.isGone && !groups.contains { $0.name == note.server }
    }
    return groups + gone.map { GroupCount(name: $0.server, hits: 0, bytes: 0, errors: 0) }
  }

  private static func earlier(_ dimension: Dimension, in scene: Scene) -> [[UInt8]: Int]? {
    scene.previous.map { report in
      Dictionary(
        report.statistics.groups(of: dimension).map { ($0.name, $0.hits) },
        uniquingKeysWith: { first, _ in first })
    }
  }

  /// Whether it is known how long the hits of any of them took.
  var hasDurations: Bool { groups.contains { $0.p90 != .none } }

  /// The index of the selected group; 0 in an empty list.
  var selectedIndex: Int {
    if let name = selection.name, let index = groups.firstIndex(where: { $0.name == name }) {
      return index
    }
    return max(0, min(groups.count - 1, selection.index))
  }

  var selected: GroupCount? { groups.isEmpty ? nil : groups[selectedIndex] }

  /// The part of the list that is visible in `height` rows.
  func window(height: Int) -> ScrollWindow {
    ScrollWindow(count: groups.count, height: height, selected: selectedIndex)
  }

  /// Hits more than in the interval before; `nil` if there was none.
  func change(of group: GroupCount) -> Int? {
    earlier.map { group.hits - ($0[group.name] ?? 0) }
  }

  private static func matching(_ groups: [GroupCount], filter: String) -> [GroupCount] {
    guard !filter.isEmpty else { return groups }
    // As the names are shown, in which other bytes than ASCII are escaped.
    let wanted = printableText(filter.utf8).lowercased()
    return groups.filter { printableText($0.name).lowercased().contains(wanted) }
  }

  private static func sorted(
    _ groups: [GroupCount], by order: GroupOrder, earlier: [[UInt8]: Int]?
  ) -> [GroupCount] {
    // The groups are ordered by hits already; ties keep that order.
    guard order != .hits else { return groups }
    let keyed = groups.enumerated().map { place, group in
      let key: Double =
        switch order {
        case .hits: Double(group.hits)
        case .bytes: Double(group.bytes)
        case .errors: Double(group.errors)
        case .errorShare: Double(group.errors) / Double(max(1, group.hits))
        case .change: Double(group.hits - (earlier?[group.name] ?? 0))
        case .p90: group.p90.seconds ?? -1
        }
      return (key: key, place: place, group: group)
    }
    return keyed.sorted { left, right in
      left.key != right.key ? left.key > right.key : left.place < right.place
    }.map(\.group)
  }
}

import AccessLog
import Canvas
import Traffic

/// The sections of the interval that is shown, filtered and in the chosen order.
struct SectionList {
  let sections: [GroupCount]
  private let earlier: [[UInt8]: Int]?
  private let selection: SectionSelection

  /// - Complexity: O(n log n) in the sections listed.
  init(_ scene: Scene) {
    let all = scene.shown?.statistics.sections ?? []
    let previous = scene.previous.map { report in
      Dictionary(
        report.statistics.sections.map { ($0.name, $0.hits) },
        uniquingKeysWith: { first, _ in first })
    }
    let matching = SectionList.matching(all, filter: scene.view.filter)
    sections = SectionList.sorted(matching, by: scene.view.order, earlier: previous)
    earlier = previous
    selection = scene.view.sectionSelection
  }

  /// The index of the selected section; 0 in an empty list.
  var selectedIndex: Int {
    if let name = selection.name, let index = sections.firstIndex(where: { $0.name == name }) {
      return index
    }
    return max(0, min(sections.count - 1, selection.index))
  }

  var selected: GroupCount? { sections.isEmpty ? nil : sections[selectedIndex] }

  /// The part of the list that is visible in `height` rows.
  func window(height: Int) -> ScrollWindow {
    ScrollWindow(count: sections.count, height: height, selected: selectedIndex)
  }

  /// Hits more than in the interval before; `nil` if there was none.
  func change(of section: GroupCount) -> Int? {
    earlier.map { section.hits - ($0[section.name] ?? 0) }
  }

  private static func matching(_ sections: [GroupCount], filter: String) -> [GroupCount] {
    guard !filter.isEmpty else { return sections }
    let wanted = filter.lowercased()
    return sections.filter { printableText($0.name).lowercased().contains(wanted) }
  }

  private static func sorted(
    _ sections: [GroupCount], by order: SectionOrder, earlier: [[UInt8]: Int]?
  ) -> [GroupCount] {
    // The sections are ordered by hits already; ties keep that order.
    guard order != .hits else { return sections }
    let keyed = sections.enumerated().map { place, section in
      let key: Double =
        switch order {
        case .hits: Double(section.hits)
        case .bytes: Double(section.bytes)
        case .errors: Double(section.errors)
        case .errorShare: Double(section.errors) / Double(max(1, section.hits))
        case .change: Double(section.hits - (earlier?[section.name] ?? 0))
        }
      return (key: key, place: place, section: section)
    }
    return keyed.sorted { left, right in
      left.key != right.key ? left.key > right.key : left.place < right.place
    }.map(\.section)
  }
}

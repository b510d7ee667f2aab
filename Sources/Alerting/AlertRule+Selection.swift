package import Traffic

extension AlertRule {
  /// Whether the seconds that a screen has are enough to try it on.
  package var canBeTried: Bool { selection == nil && measure != .silence }

  /// Where what has to be added up for it stands among the selections.
  func series(in selections: [Selection]) -> Int? {
    selection.flatMap { selections.firstIndex(of: $0) }
  }

  /// Whether it cannot be judged without some of these being added up.
  package func needs(anyOf selections: [Selection]) -> Bool {
    selection.map(selections.contains) ?? false
  }

  /// What has to be added up for each second for it; `nil` if that of all hits is enough.
  var selection: Selection? {
    guard filter != nil || group != nil || !measure.isPlain else { return nil }
    return Selection(filter: filter, extra: measure.definition.extra, group: group)
  }

  /// What has to be added up for each second for the rules that are judged, each once, in their order.
  package static func selections(of rules: [AlertRule]) -> [Selection] {
    var selections: [Selection] = []
    for selection in rules.filter(\.isEnabled).compactMap(\.selection)
    where !selections.contains(selection) {
      selections.append(selection)
    }
    return selections
  }
}

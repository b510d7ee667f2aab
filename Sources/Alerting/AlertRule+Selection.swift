package import Traffic

extension AlertRule {
  /// What has to be added up for each second for it; `nil` if that of all hits is enough.
  var selection: Selection? {
    guard filter != nil || group != nil || !measure.isPlain else { return nil }
    return Selection(filter: filter, extra: measure.definition.extra, group: group)
  }

  /// What has to be added up for each second for rules, each once, in their order.
  package static func selections(of rules: [AlertRule]) -> [Selection] {
    var selections: [Selection] = []
    for selection in rules.compactMap(\.selection) where !selections.contains(selection) {
      selections.append(selection)
    }
    return selections
  }
}

package import Traffic

extension AlertBook {
  /// Judges other rules from now on; the timeline has adopted what they add up.
  ///
  /// A rule of which nothing but texts changed keeps its state, and a threshold that was changed while
  /// the program ran. All others start as ok.
  ///
  /// - Complexity: O(windows).
  package mutating func adopt(_ rules: [AlertRule], in timeline: Timeline) {
    let selections = AlertRule.selections(of: rules)
    let old = pages
    pages = rules.map { rule in
      let series = rule.selection.flatMap { selections.firstIndex(of: $0) }
      return old.first { $0.wanted.judged == rule.judged }?.continued(as: rule, series: series)
        ?? RulePage(rule, series: series)
    }
    for index in pages.indices {
      pages[index].whole.monitor.lacksData = lacksData
      pages[index].groups.lacksData = lacksData
    }
    recount(in: timeline)
  }

  /// The rules of which other ones leave nothing: those that are missing or are judged otherwise.
  package func ended(by rules: [AlertRule]) -> [RuleName] {
    let judged = Set(rules.map(\.judged))
    return pages.map(\.wanted).filter { !judged.contains($0.judged) }.map(\.name)
  }
}

package import Traffic

extension AlertBook {
  /// Judges other rules, once ``renumber(in:)`` was called.
  ///
  /// A rule keeps its state if only its texts changed, and what of it was changed while the
  /// program ran; so does one that the settings now have as it was changed. All others start as ok; what
  /// of them was under way ends, and is returned.
  package mutating func adopt(
    _ rules: [AlertRule], in timeline: Timeline
  ) -> [AlertTransition] {
    let gone = ended(by: rules)
    let ends = pages.filter { gone.contains($0.wanted.name) }.flatMap { page in
      end(page, AlertEnding(of: page.wanted.name, with: rules), in: timeline)
    }
    let old = pages
    pages = rules.map { rule in
      old.first { $0.isJudged(as: rule) }?.continued(as: rule) ?? RulePage(rule, series: nil)
    }
    for index in pages.indices { pages[index].setLacksData(lacksData) }
    setTrails()
    setDue()
    return ends
  }

  /// Judges a rule, or no longer; it starts as ok, once ``renumber(in:)`` was called.
  ///
  /// What of it was under way ends, and is returned.
  package mutating func setEnabled(
    _ isEnabled: Bool, _ name: RuleName, in timeline: Timeline
  ) -> [AlertTransition] {
    guard let index = pages.firstIndex(where: { $0.rule.name == name }) else { return [] }
    let ends = end(pages[index], .switchedOff, in: timeline)
    pages[index] = pages[index].begun()
    pages[index].rule.isEnabled = isEnabled
    pages[index].setLacksData(lacksData)
    setDue()
    return ends
  }

  /// Counts all windows in a timeline that has adopted what the rules add up.
  ///
  /// - Complexity: O(windows).
  package mutating func renumber(in timeline: Timeline) {
    let selections = timeline.selections.map(\.selection)
    for index in pages.indices {
      pages[index].series = pages[index].isOn ? pages[index].wanted.series(in: selections) : nil
    }
    recount(in: timeline)
  }

  /// The rules of which other ones leave nothing: those that are missing or are judged otherwise.
  package func ended(by rules: [AlertRule]) -> [RuleName] {
    pages.filter { page in !rules.contains { page.isJudged(as: $0) } }.map(\.wanted.name)
  }
}

extension RulePage {
  /// Whether a rule gives the same verdicts.
  fileprivate func isJudged(as rule: AlertRule) -> Bool {
    wanted.judged == rule.judged || self.rule.judged == rule.judged
  }

  /// Whether a source of lines cannot be read.
  mutating func setLacksData(_ lacksData: Bool) {
    whole.monitor.lacksData = lacksData
    groups.lacksData = lacksData
  }
}

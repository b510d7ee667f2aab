package import AccessLog
package import Query

/// Which hits are counted, and by what.
package struct Counting: Sendable, Equatable {
  /// The hits that count; `nil` for all.
  package var filter: Filter?
  package var sections: SectionRule
  /// Whether hits are counted by section whatever the dimensions are, as in a tally.
  package var countsSections = true
  /// Which address of a line is its client.
  package var clients = ClientRule()
  /// What hits are grouped by beside their section, each once.
  package var dimensions: [Dimension]
  /// What is added up for each second beside all hits, each once.
  package var selections: [Selection] = []
  /// What the hits of an interval are grouped by besides, for causes and for lists that can be chosen;
  /// totals leave it out.
  package var tracked: [Dimension]
  /// Whether intervals list what is tracked too, as a screen wants; reports leave it out.
  package var listsTracked = false
  /// Whether it is found out why lines are malformed, as a screen shows.
  package var findsFaults = true
  /// Whether the runs of a chunk get tallies.
  ///
  /// An interval with more names than are kept exactly adds its hits one by one and ignores the tallies
  /// of runs. This changes cost, not results.
  package var talliesRuns = true

  /// Whether hits that do not count are counted by their seconds, so that one can see whether all lines of
  /// a span are there.
  var talliesExcluded = false

  /// All hits, by the usual sections.
  package init(
    filter: Filter? = nil, sections: SectionRule = .standard, dimensions: [Dimension] = [],
    selections: [Selection] = [], tracked: [Dimension] = []
  ) {
    self.filter = filter
    self.sections = sections
    self.dimensions = dimensions
    self.selections = selections
    self.tracked = tracked
  }

  /// The same without selections, for hits whose seconds have been added up.
  var withoutSelections: Counting {
    var counting = self
    counting.selections = []
    return counting
  }

  /// The same without dimensions, which only tallies need.
  var withoutGroups: Counting {
    var counting = self
    counting.dimensions = []
    counting.tracked = []
    return counting
  }

  /// What the lists of an interval are grouped by beside sections, each once.
  package var listed: [Dimension] {
    dimensions + (listsTracked ? tracked.filter { !dimensions.contains($0) } : [])
  }

  /// The same without what is tracked.
  var ofTotals: Counting {
    var counting = self
    counting.tracked = []
    return counting
  }

  /// The dimension that sections are, unless a line's record has them.
  var namedSections: Dimension? {
    countsSections && sections != .standard ? .section(by: sections) : nil
  }

  /// All that tallies are grouped by beside sections, each once: the dimensions, clients if a list of
  /// networks needs to know them, and what is tracked.
  ///
  /// What reports list comes first, so that a tally of a run that tracked less has a part of it.
  package var groups: [Dimension] {
    let needsClients = dimensions.contains(where: \.foldsClients)
    let reported = dimensions + (needsClients && !dimensions.contains(.client) ? [.client] : [])
    return (reported + tracked.filter { !reported.contains($0) }).map { $0.by(sections) }
  }
}

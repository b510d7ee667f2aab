package import Query

/// Which hits are counted, and by what.
package struct Counting: Sendable, Equatable {
  /// The hits that count; `nil` for all.
  package var filter: Filter?
  package var sections: SectionRule
  /// What hits are grouped by beside their section, each once.
  package var dimensions: [Dimension]
  /// What is added up for each second beside all hits, each once.
  package var selections: [Selection] = []

  /// All hits, by the usual sections.
  package init(
    filter: Filter? = nil, sections: SectionRule = .standard, dimensions: [Dimension] = [],
    selections: [Selection] = []
  ) {
    self.filter = filter
    self.sections = sections
    self.dimensions = dimensions
    self.selections = selections
  }

  /// The same without selections, for hits whose seconds have been added up.
  var withoutSelections: Counting {
    var counting = self
    counting.selections = []
    return counting
  }

  /// The dimension that sections are, unless a line's record has them.
  var namedSections: Dimension? { sections == .standard ? nil : .section(by: sections) }

  /// All that tallies are grouped by beside sections: the dimensions, and clients if a list of
  /// networks needs to know them.
  var groups: [Dimension] {
    let needsClients = dimensions.contains(where: \.foldsClients)
    return dimensions + (needsClients && !dimensions.contains(.client) ? [.client] : [])
  }
}

/// What the hits of one section add up to since it was opened.
package struct DrillDownReport: Sendable, Equatable {
  /// The bytes of the section's name as logged.
  package var name: [UInt8]
  /// The first second that is counted.
  package var since: Instant
  /// Of the section's hits.
  package var statistics: Statistics
  /// The section's hits by each dimension that was asked for, in that order.
  package var groups: [Groups]

  package init(name: [UInt8], since: Instant, statistics: Statistics, groups: [Groups]) {
    self.name = name
    self.since = since
    self.statistics = statistics
    self.groups = groups
  }
}

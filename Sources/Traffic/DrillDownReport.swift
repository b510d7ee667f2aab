/// What the hits of one group add up to since it was opened.
package struct DrillDownReport: Sendable, Equatable {
  package var group: GroupChoice
  /// The first second that is counted.
  package var since: Instant
  /// Of the group's hits.
  package var statistics: Statistics
  /// The group's hits by each dimension that was asked for, in that order.
  package var groups: [Groups]

  package init(group: GroupChoice, since: Instant, statistics: Statistics, groups: [Groups]) {
    self.group = group
    self.since = since
    self.statistics = statistics
    self.groups = groups
  }
}

package import AccessLog
import Traffic

/// How one rule stands.
package struct RuleStatus: Sendable, Equatable {
  package var rule: AlertRule
  /// The trigger that has not recovered, its peak kept up to date; `nil` while all is well.
  ///
  /// Of a rule with groups, the one that triggered first.
  package var underWay: AlertTransition?
  /// Of the window that was judged last, with all hits that have come for it since.
  ///
  /// Of a rule with groups, that of the group in ``underWay``, or else the first that is pending.
  package var reading: Reading
  /// Since when the condition holds, while that is not long enough for an alert.
  package var pendingSince: Instant?
  /// The groups that are pending or have triggered, in the order of their names.
  package var groups: [GroupStatus] = []
  /// Whether there were more groups, clients or values than are kept, so that it is not exact.
  package var isApproximate = false
  /// Whether it is judged: not before the hits of a whole window are known.
  package var isJudged = true
  /// Whether it flaps, or one of the groups does that are not ok.
  package var isFlapping = false
  /// What it measured in the last hour, if that is kept; `nil` for a rule with groups.
  package var trail: RuleTrail?

  package init(
    rule: AlertRule, underWay: AlertTransition? = nil, reading: Reading,
    pendingSince: Instant? = nil
  ) {
    self.rule = rule
    self.underWay = underWay
    self.reading = reading
    self.pendingSince = pendingSince
  }
}

/// How one group of a rule stands that is not ok.
package struct GroupStatus: Sendable, Equatable {
  package var name: [UInt8]
  package var underWay: AlertTransition?
  package var reading: Reading
  package var pendingSince: Instant?
}

extension RuleStatus {
  /// Takes in which alerts flap.
  mutating func note(_ restraints: RestraintBook) {
    isFlapping =
      rule.group == nil
      ? restraints.isFlapping(rule.name, nil)
      : groups.contains { restraints.isFlapping(rule.name, $0.name) }
  }
}

extension RulePage {
  /// How the rule stands.
  var status: RuleStatus {
    var status = RuleStatus(
      rule: rule, underWay: whole.monitor.underWay,
      reading: readingOfHits,
      pendingSince: whole.monitor.isPending ? whole.monitor.holdsSince : nil)
    status.isApproximate = isApproximate || groups.hasForgotten
    status.trail = trail
    status.isJudged = isGrouped ? groups.isCertain : whole.monitor.isCertain
    guard isGrouped else { return status }
    status.groups = groups.notOk.map { group in
      GroupStatus(
        name: group.monitor.group ?? [], underWay: group.monitor.underWay,
        reading: groups.reading(of: group.window),
        pendingSince: group.monitor.isPending ? group.monitor.holdsSince : nil)
    }.sorted { $0.name.lexicographicallyPrecedes($1.name) }
    let first = status.groups.filter { $0.underWay != nil }.min {
      ($0.underWay?.time.seconds ?? 0) < ($1.underWay?.time.seconds ?? 0)
    }
    let shown = first ?? status.groups.first
    status.underWay = shown?.underWay
    status.pendingSince = shown?.pendingSince
    status.reading = shown?.reading ?? Reading(hits: 0, value: nil)
    return status
  }

  /// The alerts that have not recovered.
  var underWay: [AlertTransition] {
    isGrouped
      ? status.groups.compactMap(\.underWay) : [whole.monitor.underWay].compactMap(\.self)
  }
}

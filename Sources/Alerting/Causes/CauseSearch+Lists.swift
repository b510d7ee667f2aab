import Query
package import Traffic

extension CauseSearch {
  /// What went away where the sums fell, as the causes of the rise that the other way round would be;
  /// each has fewer hits than before.
  ///
  /// - Complexity: O(groups).
  package func fallen(of rule: AlertRule) -> [Cause] {
    CauseSearch(before: now, now: before).causes(of: rule).map(\.reversed)
  }

  /// The groups that fell faster than the whole, greatest share of the fall first.
  ///
  /// - Complexity: O(groups).
  package func fallen(by weight: CauseWeight) -> [Cause] {
    CauseSearch(before: now, now: before).risen(by: weight).map(\.reversed)
  }
}

extension Cause {
  /// The same group with both spans exchanged.
  fileprivate var reversed: Cause {
    Cause(dimension: dimension, group: group, hits: before, before: hits, share: share)
  }
}

extension GroupDigest {
  /// What is known of an interval by its lists: its greatest groups, in which clients stand for
  /// networks.
  package init(of statistics: Statistics) {
    self.init(
      HitSums(hits: statistics.hits, bytes: statistics.bytes, errors: statistics.errors),
      [Groups(dimension: .section, counts: statistics.sections)]
        + statistics.groups.map(\.unfolded))
  }
}

import Query
package import Traffic

extension CauseSearch {
  /// What went away where the sums fell, as the causes of the rise that the other way round would be;
  /// each has fewer hits than before.
  ///
  /// - Complexity: O(groups).
  package func fallen(of rule: AlertRule) -> [Cause] {
    CauseSearch(before: now, now: before).causes(of: rule).map { cause in
      Cause(
        dimension: cause.dimension, group: cause.group, hits: cause.before, before: cause.hits,
        share: cause.share)
    }
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

package import Query

/// What the greatest groups of an interval add up to, by several dimensions.
///
/// Groups are as they were counted: no client stands for its network.
package struct GroupDigest: Sendable, Equatable {
  /// How many groups of each dimension are kept.
  ///
  /// With no more of them in an interval all counts are exact.
  package static let groupCount = 512

  /// Of all hits.
  package var sums = HitSums()
  /// Most hits first.
  package var groups: [Dimension: [GroupCount]] = [:]

  package init() {}

  /// How many groups are kept.
  var count: Int { groups.values.reduce(0) { $0 + $1.count } }
}

extension Tally {
  /// The greatest groups by all that is counted.
  ///
  /// - Complexity: O(groups).
  func digest(by counting: Counting) -> GroupDigest {
    var digest = GroupDigest()
    digest.sums = HitSums(hits: hits, bytes: bytes, errors: errors)
    digest.groups[.section] = sections.top(GroupDigest.groupCount)
    for (dimension, names) in zip(counting.groups, groups) {
      digest.groups[dimension] = names.top(GroupDigest.groupCount)
    }
    return digest
  }
}

import AccessLog

/// The groups with the most hits of those that were offered.
struct TopGroups {
  /// A group, and where more is known of it.
  private struct Candidate {
    var group: GroupCount
    var place: Int?
  }

  private let limit: Int
  private var kept: [Candidate] = []
  /// Groups with fewer hits are not among the first.
  private var leastHits: Int

  init(_ limit: Int, leastHits: Int) {
    self.limit = limit
    self.leastHits = max(1, leastHits)
  }

  /// - Complexity: O(log limit) on average: at most twice as many as are wanted are kept.
  mutating func offer(_ sums: HitSums, place: Int? = nil, name: () -> [UInt8]) {
    guard sums.hits >= leastHits, limit > 0 else { return }
    let group = GroupCount(name: name(), hits: sums.hits, bytes: sums.bytes, errors: sums.errors)
    kept.append(Candidate(group: group, place: place))
    guard kept.count > limit.saturatingAdding(max(limit, 64)) else { return }
    kept = sorted
    leastHits = kept.last?.group.hits ?? 1
  }

  /// Most hits first, ties by name in byte order; so many of the first have the percentile that `p90`
  /// finds at their place.
  func sorted(durationsOf count: Int, p90: (_ place: Int) -> LoggedDuration) -> [GroupCount] {
    sorted.enumerated().map { index, candidate in
      var group = candidate.group
      if index < count, let place = candidate.place { group.p90 = p90(place) }
      return group
    }
  }

  private var sorted: [Candidate] {
    Array(kept.sorted { TopGroups.comesFirst($0.group, $1.group) }.prefix(limit))
  }

  private static func comesFirst(_ left: GroupCount, _ right: GroupCount) -> Bool {
    left.hits != right.hits
      ? left.hits > right.hits : left.name.lexicographicallyPrecedes(right.name)
  }
}

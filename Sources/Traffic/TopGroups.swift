/// The groups with the most hits of those that were offered.
struct TopGroups {
  private let limit: Int
  private var kept: [GroupCount] = []
  /// Groups with fewer hits are not among the first.
  private var leastHits: Int

  init(_ limit: Int, leastHits: Int) {
    self.limit = limit
    self.leastHits = max(1, leastHits)
  }

  /// - Complexity: O(log limit) on average: at most twice as many as are wanted are kept.
  mutating func offer(_ sums: HitSums, name: () -> [UInt8]) {
    guard sums.hits >= leastHits, limit > 0 else { return }
    kept.append(
      GroupCount(name: name(), hits: sums.hits, bytes: sums.bytes, errors: sums.errors))
    guard kept.count > limit.saturatingAdding(max(limit, 64)) else { return }
    kept = sorted
    leastHits = kept.last?.hits ?? 1
  }

  /// Most hits first, ties by name in byte order.
  var sorted: [GroupCount] {
    Array(kept.sorted(by: TopGroups.comesFirst).prefix(limit))
  }

  private static func comesFirst(_ left: GroupCount, _ right: GroupCount) -> Bool {
    left.hits != right.hits
      ? left.hits > right.hits : left.name.lexicographicallyPrecedes(right.name)
  }
}

import AccessLog

/// The groups with the most hits of those that were offered, ties by name in byte order.
///
/// Names are read where they stand, and copied once it is known which groups are listed.
struct TopGroups {
  /// A group, and where its name stands.
  private struct Candidate {
    var sums: HitSums
    /// The first eight bytes of the name as a number: it sorts as they do.
    var beginning: UInt64
    var nameStart: Int
    var nameLength: Int32
    /// Whether the name stands in ``made``; otherwise it is one of ``names``.
    var isMade: Bool
    /// Where more is known of the group; below 0 if nowhere.
    var place: Int32

    var name: Range<Int> { nameStart..<nameStart + Int(nameLength) }
  }

  private let limit: Int
  /// The names of a table.
  private let names: [UInt8]
  /// Names that stand in no table, end to end.
  private var made: [UInt8] = []
  private var kept: [Candidate] = []
  /// Groups with fewer hits are not among the first.
  private var leastHits: Int
  /// The last of the first groups so far, once there are as many as are wanted.
  private var last: Candidate?

  /// Creates a list of at most `limit` groups, whose names stand in `names` unless they are made.
  init(_ limit: Int, leastHits: Int, names: [UInt8] = []) {
    self.limit = limit
    self.leastHits = max(1, leastHits)
    self.names = names
  }

  /// The fewest hits with which one of so many groups can be among the first `count`; those of the
  /// group at an index are `hits`.
  ///
  /// - Complexity: O(groups).
  @inline(__always)
  static func leastListed(_ count: Int, of groups: Int, _ hits: (Int) -> Int) -> Int {
    guard count > 0, count < groups else { return 1 }
    // How many have hits of so many bits: those with the most hits are in few of them, and only one
    // has to be sorted.
    var counts = InlineArray<65, Int>(repeating: 0)
    for index in 0..<groups { counts[hits(index).bitLength] += 1 }
    var length = 64
    var greater = 0
    while greater + counts[length] < count {
      greater += counts[length]
      length -= 1
    }
    guard length > 1 else { return length }
    var sorted: [Int] = []
    sorted.reserveCapacity(counts[length])
    for index in 0..<groups where hits(index).bitLength == length { sorted.append(hits(index)) }
    sorted.sort()
    return sorted[sorted.count - (count - greater)]
  }

  /// Offers a group whose name is in the table.
  ///
  /// - Complexity: O(log limit) on average: at most twice as many as are wanted are kept.
  @inline(__always)
  mutating func offer(_ sums: HitSums, name: Range<Int>, place: Int? = nil) {
    guard sums.hits >= leastHits else { return }
    keep(sums, name, isMade: false, place)
  }

  /// Whether a group with such sums could be among the first.
  func mayList(_ sums: HitSums) -> Bool { sums.hits >= leastHits && limit > 0 }

  /// Offers a group whose name is in no table.
  mutating func offer(_ sums: HitSums, made name: [UInt8], place: Int? = nil) {
    guard sums.hits >= leastHits, limit > 0 else { return }
    let start = made.count
    made += name
    if !keep(sums, start..<made.count, isMade: true, place) { made.removeLast(name.count) }
  }

  /// Returns whether the group may be among the first.
  @discardableResult
  private mutating func keep(
    _ sums: HitSums, _ name: Range<Int>, isMade: Bool, _ place: Int?
  ) -> Bool {
    guard limit > 0 else { return false }
    let candidate = Candidate(
      sums: sums,
      beginning: unsafe isMade
        ? made.span.bytes.beginning(of: name) : names.span.bytes.beginning(of: name),
      nameStart: name.lowerBound,
      nameLength: Int32(name.count), isMade: isMade, place: Int32(place ?? -1))
    if let last, last.sums.hits == sums.hits, last.beginning < candidate.beginning {
      return false
    }
    kept.append(candidate)
    guard kept.count > limit.saturatingAdding(max(limit, 64)) else { return true }
    arrange(sorting: false)
    last = kept.max(by: comesFirst)
    leastHits = last?.sums.hits ?? 1
    return true
  }

  /// Most hits first, ties by name in byte order; so many of the first have the percentile that `p90`
  /// finds at their place.
  mutating func sorted(
    durationsOf count: Int = 0, p90: (_ place: Int) -> LoggedDuration = { _ in .none }
  ) -> [GroupCount] {
    arrange(sorting: true)
    return kept.enumerated().map { index, candidate in
      var group = GroupCount(
        name: Array(text(candidate)), hits: candidate.sums.hits, bytes: candidate.sums.bytes,
        errors: candidate.sums.errors)
      if index < count, candidate.place >= 0 { group.p90 = p90(Int(candidate.place)) }
      return group
    }
  }

  /// Drops all but the first groups, and sorts them if they are to be.
  private mutating func arrange(sorting: Bool) {
    // Taken out while it is arranged, since names are read meanwhile.
    var candidates: [Candidate] = []
    swap(&candidates, &kept)
    if candidates.count > limit {
      candidates.moveFirst(limit, by: comesFirst)
      candidates.removeLast(candidates.count - limit)
    }
    if sorting { candidates.sort(by: comesFirst) }
    swap(&candidates, &kept)
  }

  private func comesFirst(_ left: Candidate, _ right: Candidate) -> Bool {
    guard left.sums.hits == right.sums.hits else { return left.sums.hits > right.sums.hits }
    guard left.beginning == right.beginning else { return left.beginning < right.beginning }
    let (made, names) = unsafe (made.span.bytes, names.span.bytes)
    return (left.isMade ? made : names)
      .precedes(left.name, right.isMade ? made : names, right.name)
  }

  private func text(_ candidate: Candidate) -> ArraySlice<UInt8> {
    candidate.isMade ? made[candidate.name] : names[candidate.name]
  }
}

extension Int {
  /// How many bits a number that is not negative has; 0 of 0.
  @inline(__always)
  fileprivate var bitLength: Int { Int.bitWidth &- leadingZeroBitCount }
}

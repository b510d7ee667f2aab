import AccessLog

/// How long the hits of each of many groups took, for their percentiles within 10 %.
///
/// Hits are counted by group and bucket; each power of two is cut into 5 buckets. Once there are too
/// many of such counts, half of them are kept, those of the groups with the most hits: a group that was
/// not among these has no percentile, also if it becomes great. What comes later is counted as before.
///
/// - Complexity: adding is O(1) on average; a percentile is O(buckets of a group). At most 1 MiB for
///   256 groups.
package struct GroupDurations: Sendable {
  /// How many groups keep their counts where there are too many counts.
  package static let usualGroups = 256
  /// There are fewer buckets: not even groups with hits in each of them are too many.
  private static let bucketLimit = 256
  private static let leastSlots = 256
  /// Below that, in powers of two of nanoseconds, all is one bucket: 1 µs.
  private static let firstOctave = 10

  /// How many groups keep their counts where there are too many counts.
  let groupLimit: Int
  /// The group and the bucket plus 1 in the upper half, the hits in the lower one; 0 is an empty slot.
  ///
  /// A power of two of them, at most three quarters of them used.
  private var slots: [UInt64] = []
  /// How many counts there are.
  private(set) var count = 0
  /// A bit for each group, set where counts were dropped; empty as long as there are none.
  private var dropped: [UInt64] = []

  init(groupLimit: Int = GroupDurations.usualGroups) {
    self.groupLimit = groupLimit
  }

  /// How many counts are kept.
  var limit: Int { groupLimit * GroupDurations.bucketLimit }

  package var isEmpty: Bool { count == 0 }
  /// Whether no counts were dropped.
  var isExact: Bool { dropped.isEmpty }
  /// Whether a merge made more counts than are kept.
  var isOverfull: Bool { count > limit }

  /// Whether the counts of a group were dropped.
  func hasDropped(_ group: Int) -> Bool {
    let word = group >> 6
    return word < dropped.count && dropped[word] >> UInt64(group & 63) & 1 != 0
  }

  /// The bucket of a duration in nanoseconds.
  static func bucket(of nanoseconds: Int) -> Int {
    guard nanoseconds >= 1 << firstOctave else { return 0 }
    // Five times the duration has no more than 63 bits: no line states 34 years.
    let octave = 63 - nanoseconds.leadingZeroBitCount
    return 1 + (octave - firstOctave) * 5 + (nanoseconds &* 5) >> octave - 5
  }

  /// The duration that is less than 10 % from each of a bucket, in nanoseconds.
  static func middle(ofBucket bucket: Int) -> Int {
    guard bucket > 0 else { return 0 }
    let octave = Double(1 << ((bucket - 1) / 5 + firstOctave))
    let lower = octave * Double(5 + (bucket - 1) % 5) / 5
    let upper = lower + octave / 5
    return Int(2 * lower * upper / (lower + upper))
  }

  /// Adds hits of a group in a bucket; `false`, without adding them, if there would be too many counts.
  mutating func add(_ hits: Int, group: Int, bucket: Int) -> Bool {
    add(hits, key: GroupDurations.key(group, bucket), limit: limit)
  }

  private static func key(_ group: Int, _ bucket: Int) -> UInt64 {
    UInt64(group << 8 | bucket) + 1
  }

  private mutating func add(_ hits: Int, key: UInt64, limit: Int) -> Bool {
    guard !slots.isEmpty else {
      slots = Array(repeating: 0, count: GroupDurations.leastSlots)
      return add(hits, key: key, limit: limit)
    }
    let slot = slot(of: key)
    if slots[slot] == 0 {
      guard count < limit else { return false }
      count += 1
      slots[slot] = key << 32
    }
    let sum = (slots[slot] & 0xFFFF_FFFF) + UInt64(clamping: hits)
    slots[slot] = key << 32 | min(sum, 0xFFFF_FFFF)
    if 4 * count > 3 * slots.count { grow() }
    return true
  }

  /// The slot of a group and bucket, or the empty one where it would be.
  private func slot(of key: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 32) & mask
    while slots[slot] != 0, slots[slot] >> 32 != key { slot = (slot + 1) & mask }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = Array(repeating: 0, count: 2 * old.count)
    for word in old where word != 0 { slots[slot(of: word >> 32)] = word }
  }

  /// Keeps the counts of the first of all groups, of ``groupLimit`` at least and of more as long as they
  /// have no more than half of what may be kept.
  mutating func keep(_ groups: [Int]) {
    var counts = Array(repeating: 0, count: groups.count)
    forEachCount { group, _, _ in counts[group] += 1 }
    var kept = 0
    for (index, group) in groups.enumerated() {
      kept += counts[group]
      if index >= groupLimit, kept > limit / 2 { setDropped(group) }
    }
    let old = slots
    slots = Array(repeating: 0, count: old.count)
    count = 0
    for word in old where word != 0 && !hasDropped(Int(word >> 32 - 1) >> 8) {
      slots[slot(of: word >> 32)] = word
      count += 1
    }
  }

  mutating func setDropped(_ group: Int) {
    if dropped.count <= group >> 6 {
      dropped += Array(repeating: 0, count: group >> 6 + 1 - dropped.count)
    }
    dropped[group >> 6] |= 1 << UInt64(group & 63)
  }

  /// Adds all counts of another table, whose groups have the numbers `groups` here; there may be too
  /// many then.
  mutating func merge(_ other: GroupDurations, groups: [Int?]) {
    for (group, mine) in groups.enumerated() where other.hasDropped(group) {
      if let mine { setDropped(mine) }
    }
    other.forEachCount { group, bucket, hits in
      guard let mine = groups[group], !hasDropped(mine) else { return }
      _ = add(hits, key: GroupDurations.key(mine, bucket), limit: .max)
    }
  }

  /// Whether all counts of another table, whose groups have the numbers `groups` here, can be added
  /// without dropping any.
  func hasCapacity(for other: GroupDurations, groups: () -> [Int?]) -> Bool {
    guard isExact, other.isExact else { return other.isEmpty && other.isExact }
    guard count + other.count > limit else { return true }
    let groups = groups()
    var new = 0
    other.forEachCount { group, bucket, _ in
      guard let mine = groups[group] else {
        new += 1
        return
      }
      let slot = slot(of: GroupDurations.key(mine, bucket))
      if slots[slot] == 0 { new += 1 }
    }
    return count + new <= limit
  }

  /// Calls `body` with each count, in no order.
  package func forEachCount(_ body: (_ group: Int, _ bucket: Int, _ hits: Int) -> Void) {
    for word in slots where word != 0 {
      let key = Int(word >> 32 - 1)
      body(key >> 8, key & 255, Int(word & 0xFFFF_FFFF))
    }
  }

  /// The 90th percentile of how long the hits of a group took (nearest rank), without those of a group
  /// of another table that are a part of them.
  func p90(
    of group: Int, without part: (durations: GroupDurations, group: Int)? = nil
  ) -> LoggedDuration {
    guard !isEmpty, !hasDropped(group) else { return .none }
    var counts = self.counts(of: group)
    if let part {
      guard !part.durations.hasDropped(part.group) else { return .none }
      counts = zip(counts, part.durations.counts(of: part.group)).map { max(0, $0 - $1) }
    }
    let total = counts.reduce(0, +)
    guard total > 0 else { return .none }
    var left = (total * 9 + 9) / 10
    for (bucket, hits) in counts.enumerated() {
      left -= hits
      guard left > 0 else {
        return LoggedDuration(nanoseconds: GroupDurations.middle(ofBucket: bucket))
      }
    }
    return .none
  }

  /// The hits of a group in each bucket.
  private func counts(of group: Int) -> [Int] {
    guard !slots.isEmpty else { return Array(repeating: 0, count: GroupDurations.bucketLimit) }
    return (0..<GroupDurations.bucketLimit).map { bucket in
      Int(slots[slot(of: GroupDurations.key(group, bucket))] & 0xFFFF_FFFF)
    }
  }
}

extension GroupDurations {
  /// The groups whose counts were dropped, ascending.
  package var droppedGroups: [Int] { (0..<dropped.count * 64).filter { hasDropped($0) } }

  /// Puts a count in its place when it is read back; `false` if it is impossible.
  package mutating func restore(group: Int, bucket: Int, hits: Int) -> Bool {
    guard hits > 0, !hasDropped(group) else { return false }
    return add(hits, group: group, bucket: bucket)
  }

  /// Says of a group that its counts were dropped when it is read back.
  package mutating func restore(droppedGroup group: Int) { setDropped(group) }
}

import AccessLog

/// Sums of the names that came most often after an exact table was full.
///
/// Misra and Gries' summary ("Finding repeated elements", 1982): a hit of a name without a
/// counter takes one from every counter when all are in use. No count is ever too high, and none
/// misses more than one in ``capacity`` of the hits that were added, 0.05 %. What the counters
/// lose is in ``other``.
///
/// A name may be 64 KiB long, so it is kept only while it has nearly 1 % of the hits.
///
/// - Complexity: adding is O(1) on average. About 100 KiB, and the names: those of frequent groups,
///   and of others up to ``ampleNameBytes``.
package struct HeavyHitters: Sendable {
  package static let capacity = 2_048
  /// A counter has a name while it has more than one in this many of all hits.
  ///
  /// A name that has 1 % of them at the end had more than this share when it last came, and ever
  /// since.
  static let namedShare = 110
  /// With more bytes of names than this, those that are no longer frequent are dropped at once: what
  /// comes first is frequent for a moment, however rare it is.
  static let ampleNameBytes = 1 << 19

  package struct Counter: Sendable {
    package var hash: UInt64
    package var sums: HitSums
    /// Empty unless it is frequent enough.
    package var name: [UInt8] = []

    package init(hash: UInt64, sums: HitSums, name: [UInt8] = []) {
      self.hash = hash
      self.sums = sums
      self.name = name
    }
  }

  package private(set) var counters: [Counter] = []
  package private(set) var other = HitSums()
  /// Index plus 1 of a counter, by its hash, or 0 in an empty slot; at most a quarter is used.
  private var slots: [UInt16] = Array(repeating: 0, count: 4 * HeavyHitters.capacity)
  private var namedCount = 0
  /// The length of all names, in bytes.
  private(set) var nameBytes = 0

  /// Creates counters of no hits.
  package init() {}

  /// Adds sums of a name; `total` is the number of hits of the tally so far, these included.
  ///
  /// A name that would make all of them longer than `nameCapacity` is not kept.
  mutating func add(
    _ key: NameKey, _ bytes: RawSpan, _ sums: HitSums, ofTotal total: Int,
    nameCapacity: Int = .max
  ) {
    guard let index = add(key.hash, sums),
      isFrequent(counters[index].sums.hits, ofTotal: total), counters[index].name.isEmpty
    else { return }
    if namedCount >= HeavyHitters.namedShare || nameBytes > HeavyHitters.ampleNameBytes {
      dropNames(ofTotal: total)
    }
    guard key.nameCount <= nameCapacity - nameBytes else { return }
    key.appendName(bytes, to: &counters[index].name)
    namedCount += 1
    nameBytes += counters[index].name.count
  }

  /// Adds sums of a name of which only the hash is known, and returns its index if it has a counter.
  @inline(__always) @discardableResult
  mutating func add(_ hash: UInt64, _ sums: HitSums) -> Int? {
    var slot = slot(of: hash)
    if slots[slot] != 0 {
      let index = Int(slots[slot]) - 1
      counters[index].sums.merge(sums)
      return index
    }
    var rest = sums
    if counters.count == HeavyHitters.capacity {
      decrementAll(with: &rest)
      slot = self.slot(of: hash)
    }
    guard rest.hits > 0 else { return nil }
    counters.append(Counter(hash: hash, sums: rest))
    slots[slot] = UInt16(counters.count)
    return counters.count - 1
  }

  /// Adds sums of unknown names.
  package mutating func addOther(_ sums: HitSums) {
    other.merge(sums)
  }

  /// Puts a counter in its place; `false` if there is one of that hash.
  package mutating func append(_ counter: Counter) -> Bool {
    let slot = slot(of: counter.hash)
    guard slots[slot] == 0 else { return false }
    counters.append(counter)
    slots[slot] = UInt16(counters.count)
    if !counter.name.isEmpty { namedCount += 1 }
    nameBytes += counter.name.count
    return true
  }

  /// Takes as many hits from every counter as from `rest`, until a counter or `rest` has none.
  ///
  /// By indices: a copy of a counter would retain its name.
  @inline(never)
  private mutating func decrementAll(with rest: inout HitSums) {
    var fewest = rest.hits
    for index in counters.indices { fewest = min(fewest, counters[index].sums.hits) }
    other.merge(rest.take(hits: fewest))
    var kept = 0
    for index in counters.indices {
      other.merge(counters[index].sums.take(hits: fewest))
      guard counters[index].sums.hits > 0 else {
        if !counters[index].name.isEmpty { namedCount -= 1 }
        nameBytes -= counters[index].name.count
        continue
      }
      if kept != index { counters.swapAt(kept, index) }
      kept += 1
    }
    guard kept < counters.count else { return }
    counters.removeLast(counters.count - kept)
    for index in slots.indices { slots[index] = 0 }
    for index in counters.indices { slots[slot(of: counters[index].hash)] = UInt16(index + 1) }
  }

  private mutating func dropNames(ofTotal total: Int) {
    for index in counters.indices where !counters[index].name.isEmpty {
      guard !isFrequent(counters[index].sums.hits, ofTotal: total) else { continue }
      nameBytes -= counters[index].name.count
      counters[index].name = []
      namedCount -= 1
    }
  }

  @inline(__always)
  private func isFrequent(_ hits: Int, ofTotal total: Int) -> Bool {
    hits.saturatingMultiplied(by: HeavyHitters.namedShare) > total
  }

  /// The slot of a hash, or the empty one where it would be.
  @inline(__always)
  private func slot(of hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash >> 32) & mask
    while slots[slot] != 0, counters[Int(slots[slot]) - 1].hash != hash {
      slot = (slot + 1) & mask
    }
    return slot
  }
}

extension HitSums {
  /// Takes hits away, with their share of the bytes and no more errors than must go with them.
  ///
  /// - Precondition: there are that many hits.
  @inline(__always)
  fileprivate mutating func take(hits taken: Int) -> HitSums {
    guard taken < hits else {
      defer { self = HitSums() }
      return self
    }
    let part = HitSums(
      hits: taken, bytes: bytes / hits * taken, errors: max(0, errors - (hits - taken)))
    hits -= part.hits
    bytes -= part.bytes
    errors -= part.errors
    return part
  }
}

extension Int {
  @inline(__always)
  fileprivate func saturatingMultiplied(by factor: Int) -> Int {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}

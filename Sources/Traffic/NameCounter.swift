import AccessLog

/// Sums of hits by name in bounded memory.
///
/// Exact until there are 65,536 names or 4 MiB of them. From then on hits of new names are counted
/// under `(other)`, except for heavy hitters.
///
/// Which names are exact depends on the order in which they first came, and what is known of the
/// others on the order of their hits. Hits are therefore added in the order of the log, whatever
/// pieces it was read in.
package struct NameCounter: Sendable {
  /// The name that stands for all names without sums of their own.
  package static let otherName = Array("(other)".utf8)
  package static let maximumCount = 65_536
  package static let maximumNameBytes = 4 << 20

  package var exact: NameTable
  /// How much is kept exactly; less where many intervals are open.
  var capacity = NameCapacity.whole
  /// `nil` until the exact table is full.
  package var heavy: HeavyHitters?
  /// How long the hits of the exact names took.
  package var durations: GroupDurations

  /// Creates a counter of no hits, without allocating, that keeps durations of so many groups; `slots`
  /// is how many its table has at first.
  package init(durationGroups: Int = GroupDurations.usualGroups, slots: Int = 64) {
    exact = NameTable(slots: slots)
    durations = GroupDurations(groupLimit: durationGroups)
  }

  /// A counter of no hits whose table begins with about the size that this one's has, or that of another
  /// if it is larger.
  func emptied(besides other: NameCounter?) -> NameCounter {
    var counter = NameCounter(durationGroups: durations.groupLimit)
    let size = exact.sizeOfAnother
    counter.exact = NameTable(other.map { .greatest(size, $0.exact.sizeOfAnother) } ?? size)
    return counter
  }

  /// The length of all names that are kept, in bytes.
  var nameBytes: Int { exact.nameBytes + (heavy?.nameBytes ?? 0) }

  /// Whether nothing was counted under `(other)` so far.
  var isExact: Bool { heavy == nil }

  /// Adds hits whose names stand in `bytes`; `total` is the number of hits before them.
  mutating func add(_ records: Span<LineRecord>, _ bytes: RawSpan, after total: Int) {
    var index = 0
    while index < records.count {
      index = exact.add(records, from: index, bytes, upTo: exactCapacity)
      guard index < records.count else { return }
      let record = records[index]
      addUnknown(NameKey(record), bytes, HitSums(record), ofTotal: total + index + 1)
      index += 1
    }
  }

  /// Adds all sums of another counter; `total` is the number of hits of both.
  mutating func merge(_ other: NameCounter, ofTotal total: Int) {
    if other.durations.isEmpty, other.durations.isExact {
      mergeExact(other.exact, ofTotal: total)
    } else {
      let names = unsafe other.exact.names.span.bytes
      let places = other.exact.entries.map {
        add(NameKey($0), names, $0.sums, ofTotal: total)
      }
      durations.merge(other.durations, groups: places)
      if durations.isOverfull { dropDurations() }
    }
    guard let overflow = other.heavy else { return }
    for counter in overflow.counters {
      if counter.name.isEmpty {
        addNameless(counter)
      } else {
        let key = NameKey(hash: counter.hash, range: 0..<counter.name.count)
        add(key, unsafe counter.name.span.bytes, counter.sums, ofTotal: total)
      }
    }
    addOther(overflow.other)
  }

  private mutating func mergeExact(_ other: NameTable, ofTotal total: Int) {
    let refused = exact.add(other, upTo: exactCapacity)
    guard !refused.isEmpty else { return }
    // Taken out while it changes, and once for all of them.
    var hitters = heavy.take() ?? HeavyHitters()
    let entries = other.storage.span
    let names = unsafe other.names.span.bytes
    for index in refused {
      hitters.add(
        NameKey(entries[index]), names, entries[index].sums, ofTotal: total,
        nameCapacity: capacity.heavyNameBytes)
    }
    heavy = hitters
  }

  /// The groups with the most hits, ties by name in byte order; what is not known by name is
  /// `(other)`, unless that is left out.
  func top(_ count: Int, withOther: Bool = true) -> [GroupCount] {
    var best = TopGroups(count, leastHits: leastListed(count), names: exact.names)
    offerExact(to: &best)
    for counter in heavy?.counters ?? [] where !counter.name.isEmpty {
      best.offer(counter.sums, made: counter.name)
    }
    if withOther { best.offer(unknown, made: NameCounter.otherName) }
    return best.sorted(durationsOf: durations.isEmpty ? 0 : durations.groupLimit) {
      durations.p90(of: $0)
    }
  }

  private func offerExact(to best: inout TopGroups) {
    let known = exact.entries
    let entries = known.span
    for place in entries.indices {
      best.offer(entries[place].sums, name: entries[place].name, place: place)
    }
  }

  /// Calls `body` with each name that is known and has at least so many hits: where it stands, and its
  /// place in the exact table.
  func forEachKnown(
    atLeast least: Int, _ body: (RawSpan, Range<Int>, HitSums, _ place: Int?) -> Void
  ) {
    let known = exact.entries
    let entries = known.span
    let names = unsafe exact.names.span.bytes
    for place in entries.indices where entries[place].sums.hits >= least {
      body(names, entries[place].name, entries[place].sums, place)
    }
    for counter in heavy?.counters ?? []
    where counter.sums.hits >= least && !counter.name.isEmpty {
      body(unsafe counter.name.span.bytes, 0..<counter.name.count, counter.sums, nil)
    }
  }

  /// The sums of what is not known by name.
  var unknown: HitSums {
    (heavy?.counters ?? []).reduce(into: heavy?.other ?? HitSums()) { sum, counter in
      if counter.name.isEmpty { sum.merge(counter.sums) }
    }
  }

  /// The fewest hits with which a group can be listed, judged by the exact table alone.
  ///
  /// Names of groups with fewer hits are not copied.
  func leastListed(_ count: Int) -> Int {
    let known = exact.entries
    let entries = known.span
    return TopGroups.leastListed(count, of: entries.count) { entries[$0].sums.hits }
  }

  /// Adds sums of one name that stands in `bytes`, and returns its place in the exact table if it is
  /// there; `total` is the number of hits so far.
  @discardableResult
  mutating func add(
    _ key: NameKey, _ bytes: RawSpan, _ sums: HitSums, ofTotal total: Int
  ) -> Int? {
    if let index = exact.find(key, bytes) {
      exact.add(sums, at: index)
      return index
    }
    return addUnknown(key, bytes, sums, ofTotal: total)
  }

  /// Adds how long a hit took to the name at a place of the exact table.
  mutating func add(_ duration: LoggedDuration, at place: Int) {
    guard let nanoseconds = duration.nanoseconds, !durations.hasDropped(place) else { return }
    let bucket = GroupDurations.bucket(of: nanoseconds)
    guard !durations.add(1, group: place, bucket: bucket) else { return }
    dropDurations()
    if !durations.hasDropped(place) { _ = durations.add(1, group: place, bucket: bucket) }
  }

  /// Drops the durations of all groups but those with the most hits, ties by their place.
  private mutating func dropDurations() {
    durations.keep(
      exact.entries.indices.sorted {
        let (left, right) = (exact.entries[$0].sums.hits, exact.entries[$1].sums.hits)
        return left != right ? left > right : $0 < $1
      })
  }

  /// Whether all durations of another counter can be added without dropping any.
  func hasDurationCapacity(for other: NameCounter) -> Bool {
    durations.hasCapacity(for: other.durations) {
      let names = unsafe other.exact.names.span.bytes
      return other.exact.entries.map { exact.find(NameKey($0), names) }
    }
  }

  /// The same for a name that is not in the exact table.
  @discardableResult
  mutating func addUnknown(
    _ key: NameKey, _ bytes: RawSpan, _ sums: HitSums, ofTotal total: Int
  ) -> Int? {
    if exact.insert(key, bytes, sums, upTo: exactCapacity) { return exact.count - 1 }
    heavy = heavy ?? HeavyHitters()
    heavy?.add(key, bytes, sums, ofTotal: total, nameCapacity: capacity.heavyNameBytes)
    return nil
  }

  /// Adds sums of a name of which only the hash is known.
  ///
  /// With 64 bits and a secret key, two names share a hash once in 10^11 full tables.
  private mutating func addNameless(_ counter: HeavyHitters.Counter) {
    if let index = exact.find(hash: counter.hash) {
      exact.add(counter.sums, at: index)
    } else {
      heavy = heavy ?? HeavyHitters()
      heavy?.add(counter.hash, counter.sums)
    }
  }

  /// Adds sums of hits without a name.
  mutating func addOther(_ sums: HitSums) {
    guard sums != HitSums() else { return }
    heavy = heavy ?? HeavyHitters()
    heavy?.addOther(sums)
  }

  /// How much the exact table may keep: nothing new once hits were counted under `(other)`.
  var exactCapacity: NameCapacity { isExact ? capacity : .nothing }
}

import AccessLog
import Query

// Sections and groups share what names a tally keeps: a counter may take what the others leave, and
// has at least its own share. Hits are added one by one where that decides which names are exact, so
// that blocks of any size give the same.
extension Tally {
  /// Whether all names so far are kept exactly.
  var namesAreExact: Bool { sections.isExact && counters.allSatisfy(\.isExact) }

  /// The length of all names that are kept, in bytes.
  var nameBytes: Int { counters.reduce(sections.nameBytes) { $0 + $1.nameBytes } }

  /// How many names are kept exactly; of networks that are not counted, at least as many.
  var exactCount: Int {
    let count = counters.reduce(sections.exact.count) { $0 + $1.exact.count }
    guard let networks, networks.clients < counters.count else { return count }
    return count + networks.columns.count * counters[networks.clients].exact.count
  }

  /// The length of the names that are kept exactly, in bytes; likewise.
  var exactBytes: Int {
    let bytes = counters.reduce(sections.exact.nameBytes) { $0 + $1.exact.nameBytes }
    guard let networks, networks.clients < counters.count else { return bytes }
    let clients = counters[networks.clients].exact
    let longest = clients.nameBytes + clients.count * NetworkColumns.longerBytes
    return bytes + networks.columns.count * longest
  }

  /// Adds the names of hits.
  mutating func addNames(_ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames) {
    let groupCount = names.columnCount - (names.namesSections ? 1 : 0)
    if hits == 0 { networks = names.networks }
    guard areSame(networks, names.networks) else {
      return addAllNames(records, bytes, names)
    }
    reserveGroups(groupCount)
    let hasSpace = hasSpace(for: records, names)
    guard hasSpace || networks == nil else { return addAllNames(records, bytes, names) }
    defer { addUnnamed(records, from: groupCount) }
    // Counters that compete for the capacity that is left. The others take the whole block.
    var sharing: [Int] = []
    for place in Tally.sections..<groupCount
    where !names.leavesOut(names.column(ofCounter: place)) {
      if hasSpace || !isExact(place) {
        add(records, bytes, names, to: place, upTo: capacity.withoutEnd, after: hits)
      } else {
        sharing.append(place)
      }
    }
    guard !sharing.isEmpty else { return }
    if sharing.allSatisfy({ hasOwnSpace(for: records, names, in: $0) }) {
      for place in sharing {
        add(records, bytes, names, to: place, upTo: capacity.withoutEnd, after: hits)
      }
      return
    }
    for index in records.indices {
      let hit = records.extracting(index..<index + 1)
      for place in sharing {
        let share = capacity.share(of: kept(place), used: (exactCount, exactBytes))
        add(hit, bytes, names, to: place, upTo: share, after: hits + index)
      }
    }
  }

  /// The place of the counter of sections; those of the groups begin with 0.
  private static let sections = -1

  private func isExact(_ place: Int) -> Bool {
    place == Tally.sections ? sections.isExact : counters[place].isExact
  }

  /// How many names a counter keeps exactly, and their length in bytes.
  private func kept(_ place: Int) -> (count: Int, nameBytes: Int) {
    guard place == Tally.sections else {
      return (counters[place].exact.count, counters[place].exact.nameBytes)
    }
    return (sections.exact.count, sections.exact.nameBytes)
  }

  /// Adds hits to one counter.
  private mutating func add(
    _ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames, to place: Int,
    upTo capacity: NameCapacity, after total: Int
  ) {
    let column = names.column(ofCounter: place)
    guard place == Tally.sections else {
      counters[place].capacity = capacity
      counters[place].add(records, bytes, names, column: column, after: total)
      return
    }
    sections.capacity = capacity
    if names.namesSections {
      sections.add(records, bytes, names, column: column, after: total)
    } else {
      sections.add(records, bytes, after: total)
    }
  }

  /// Adds the names of hits, networks too.
  private mutating func addAllNames(
    _ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames
  ) {
    countNetworks()
    var all = names
    names.networks?.fill(&all, records, bytes)
    addNames(records, bytes, all)
  }

  /// Whether all names of some hits could be new and still be kept exactly.
  private func hasSpace(for records: Span<LineRecord>, _ names: HitNames) -> Bool {
    var sectionBytes = 0
    for index in records.indices { sectionBytes &+= Int(records[index].sectionLength) &+ 1 }
    return exactCount + records.count * (counters.count + 1) <= capacity.count
      && exactBytes + names.nameBytes + sectionBytes <= capacity.nameBytes
  }

  /// Whether all names of some hits fit into a counter's own share.
  private func hasOwnSpace(
    for records: Span<LineRecord>, _ names: HitNames, in place: Int
  ) -> Bool {
    var (count, bytes) = kept(place)
    count += records.count
    guard count <= capacity.leastCount else { return false }
    let column = names.column(ofCounter: place)
    for index in records.indices {
      bytes &+=
        column < 0
        ? Int(records[index].sectionLength) &+ 1
        : Int(names.place(records[index], column).count)
    }
    return bytes <= capacity.leastBytes
  }

  /// The same by no more than the first so many dimensions.
  package func grouped(byFirst count: Int) -> Tally {
    guard counters.count > count else { return self }
    var tally = self
    tally.networks = networks?.limited(toFirst: count)
    if let left = tally.networks, left.clients >= count {
      tally.networks = networks
      tally.countNetworks()
    }
    tally.counters.removeLast(counters.count - count)
    return tally
  }

  /// Adds the names of another tally; `total` is the number of hits of both.
  mutating func mergeNames(_ other: Tally, ofTotal total: Int) {
    guard areSame(networks, other.networks), networks == nil || hasSpace(for: other) else {
      countNetworks()
      var all = other
      all.countNetworks()
      return mergeNames(all, ofTotal: total)
    }
    reserveGroups(other.counters.count)
    sections.capacity =
      counters.isEmpty
      ? capacity : capacity.share(of: kept(Tally.sections), used: (exactCount, exactBytes))
    sections.merge(other.sections, ofTotal: total)
    for group in other.counters.indices {
      counters[group].capacity = capacity.share(of: kept(group), used: (exactCount, exactBytes))
      counters[group].merge(other.counters[group], ofTotal: total)
    }
    for group in counters.indices.dropFirst(other.counters.count) {
      counters[group].addOther(
        HitSums(hits: other.hits, bytes: other.bytes, errors: other.errors))
    }
  }

  /// Whether all names of another tally could be new and still be kept exactly.
  private func hasSpace(for other: Tally) -> Bool {
    exactCount + other.exactCount <= capacity.count
      && exactBytes + other.exactBytes <= capacity.nameBytes
  }

  /// Has a counter for each of so many dimensions.
  ///
  /// What was counted by fewer of them, in a run before this one, has no names in the others.
  private mutating func reserveGroups(_ count: Int) {
    while counters.count < count {
      var counter = NameCounter()
      counter.addOther(HitSums(hits: hits, bytes: bytes, errors: errors))
      counters.append(counter)
    }
  }

  /// Adds hits without a name to the counters from `first` on, which have no column.
  private mutating func addUnnamed(_ records: Span<LineRecord>, from first: Int) {
    guard first < counters.count else { return }
    var sums = HitSums()
    for index in records.indices { sums.add(records[index]) }
    for group in first..<counters.count { counters[group].addOther(sums) }
  }

  /// Whether merging the names of `other` gives the same as adding its hits one by one.
  func hasNameCapacity(for other: Tally) -> Bool {
    guard other.sections.isExact, other.counters.allSatisfy(\.isExact),
      hasDurationCapacity(for: other), hits == 0 || counters.count == other.counters.count
    else { return false }
    if namesAreExact, hasSpace(for: other) { return true }
    guard networks == nil, other.networks == nil else {
      // Counted networks may be fewer.
      return countingNetworks().hasNameCapacity(for: other.countingNetworks())
    }
    return sections.knows(other.sections)
      && zip(counters, other.counters).allSatisfy { $0.knows($1) }
  }

  private func hasDurationCapacity(for other: Tally) -> Bool {
    guard other.durations.count > 0, !counters.isEmpty else { return true }
    return zip(counters, other.counters).allSatisfy { $0.hasDurationCapacity(for: $1) }
  }

  /// The groups of all hits by some of the dimensions that are counted, that many of each; `folds` is
  /// what ``clientFolds`` is, if that is known.
  func groups(
    top count: Int, of dimensions: [Dimension], by counting: Counting,
    _ folds: [Int: ClientFold]? = nil
  ) -> [Groups] {
    let all = counting.groups
    return dimensions.map { dimension in
      guard let index = all.firstIndex(of: dimension), index < counters.count else {
        return Groups(dimension: dimension, counts: [])
      }
      guard dimension.foldsClients, let clients = all.firstIndex(of: .client),
        clients < counters.count
      else {
        return Groups(dimension: dimension, counts: counters[index].top(count))
      }
      guard networks == nil else {
        let fold = folds?[index] ?? ClientFold(counters[clients].exact, dimension)
        return Groups(dimension: dimension, counts: fold.top(count))
      }
      let fold = NetworkFold(networks: counters[index], clients: counters[clients], dimension)
      return Groups(dimension: dimension, counts: fold.top(count))
    }
  }
}

extension NameCapacity {
  /// The same without a limit on exact names: for a counter that has space for all of them, or that keeps
  /// no new ones.
  var withoutEnd: NameCapacity {
    var capacity = self
    (capacity.count, capacity.nameBytes) = (.max, .max)
    return capacity
  }

  /// The share of one of several counters: `kept` is what it keeps, `used` what all of them keep.
  func share(
    of kept: (count: Int, nameBytes: Int), used: (count: Int, nameBytes: Int)
  ) -> NameCapacity {
    var share = self
    share.count = max(leastCount, kept.count + count - used.count)
    share.nameBytes = max(leastBytes, kept.nameBytes + nameBytes - used.nameBytes)
    return share
  }
}

extension NameCounter {
  /// Adds hits under their names in a column; `total` is the number of hits before them.
  mutating func add(
    _ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames, column: Int, after total: Int
  ) {
    var index = 0
    while index < records.count {
      if !names.haveDurations {
        index = exact.add(
          records, from: index, names, column: column, bytes, upTo: exactCapacity)
        guard index < records.count else { return }
        let place = names.place(records[index], column)
        addUnknown(
          place.name, place.isMade ? unsafe names.made.span.bytes : bytes,
          HitSums(records[index]), ofTotal: total &+ index &+ 1)
      } else {
        add(records[index], bytes, names, column: column, ofTotal: total &+ index &+ 1)
      }
      index &+= 1
    }
  }

  /// Adds a hit under its name in a column; `total` is the number of hits so far.
  @inline(__always)
  mutating func add(
    _ record: LineRecord, _ bytes: RawSpan, _ names: HitNames, column: Int, ofTotal total: Int
  ) {
    let key = names.place(record, column)
    let made = unsafe names.made.span.bytes
    let place = add(key.name, key.isMade ? made : bytes, HitSums(record), ofTotal: total)
    if record.duration != .none, let place { add(record.duration, at: place) }
  }

  /// Whether all names of another counter, which is exact, are kept exactly here.
  func knows(_ other: NameCounter) -> Bool {
    let names = unsafe other.exact.names.span.bytes
    return other.exact.entries.allSatisfy { exact.find(NameKey($0), names) != nil }
  }
}

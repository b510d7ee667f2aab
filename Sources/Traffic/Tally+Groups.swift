import AccessLog
import Query

// Sections and groups share what names a tally keeps: a counter may take what the others leave, and
// has at least its own share. Hits are added one by one where that decides which names are exact, so
// that blocks of any size give the same.
extension Tally {
  /// The length of all names that are kept, in bytes.
  var nameBytes: Int { groups.reduce(sections.nameBytes) { $0 + $1.nameBytes } }

  /// How many names are kept exactly.
  var exactCount: Int { groups.reduce(sections.exact.count) { $0 + $1.exact.count } }

  /// The length of the names that are kept exactly, in bytes.
  var exactBytes: Int { groups.reduce(sections.exact.nameBytes) { $0 + $1.exact.nameBytes } }

  /// Adds the names of hits.
  mutating func addNames(_ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames) {
    let groupCount = names.columnCount - (names.namesSections ? 1 : 0)
    reserveGroups(groupCount)
    defer { addUnnamed(records, from: groupCount) }
    guard hasSpace(for: records, names) else {
      for index in records.indices {
        addOne(records.extracting(index..<index + 1), bytes, names, after: hits + index)
      }
      return
    }
    share(NameCapacity.unlimited)
    if names.namesSections {
      sections.add(records, bytes, names, column: 0, after: hits)
    } else {
      sections.add(records, bytes, after: hits)
    }
    for group in 0..<groupCount {
      let column = names.namesSections ? group + 1 : group
      groups[group].add(records, bytes, names, column: column, after: hits)
    }
  }

  /// Whether all names of some hits could be new and still be kept exactly.
  private func hasSpace(for records: Span<LineRecord>, _ names: HitNames) -> Bool {
    var sectionBytes = 0
    for index in records.indices { sectionBytes &+= Int(records[index].sectionLength) &+ 1 }
    return exactCount + records.count * (groups.count + 1) <= capacity.count
      && exactBytes + names.nameBytes + sectionBytes <= capacity.nameBytes
  }

  /// Adds the names of one hit, each as far as the others leave space for it.
  private mutating func addOne(
    _ record: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames, after total: Int
  ) {
    sections.capacity = capacity.share(of: sections, used: exactCount, exactBytes)
    if names.namesSections {
      sections.add(record, bytes, names, column: 0, after: total)
    } else {
      sections.add(record, bytes, after: total)
    }
    for group in 0..<names.columnCount - (names.namesSections ? 1 : 0) {
      let column = names.namesSections ? group + 1 : group
      groups[group].capacity = capacity.share(of: groups[group], used: exactCount, exactBytes)
      groups[group].add(record, bytes, names, column: column, after: total)
    }
  }

  private mutating func share(_ capacity: NameCapacity) {
    sections.capacity = capacity
    for group in groups.indices { groups[group].capacity = capacity }
  }

  /// The same by no more than the first so many dimensions.
  package func grouped(byFirst count: Int) -> Tally {
    guard groups.count > count else { return self }
    var tally = self
    tally.groups.removeLast(groups.count - count)
    return tally
  }

  /// Adds the names of another tally; `total` is the number of hits of both.
  mutating func mergeNames(_ other: Tally, ofTotal total: Int) {
    reserveGroups(other.groups.count)
    sections.capacity =
      groups.isEmpty ? capacity : capacity.share(of: sections, used: exactCount, exactBytes)
    sections.merge(other.sections, ofTotal: total)
    for group in other.groups.indices {
      groups[group].capacity = capacity.share(of: groups[group], used: exactCount, exactBytes)
      groups[group].merge(other.groups[group], ofTotal: total)
    }
    for group in groups.indices.dropFirst(other.groups.count) {
      groups[group].addOther(HitSums(hits: other.hits, bytes: other.bytes, errors: other.errors))
    }
  }

  /// Has a counter for each of so many dimensions.
  ///
  /// What was counted by fewer of them, in a run before this one, has no names in the others.
  private mutating func reserveGroups(_ count: Int) {
    while groups.count < count {
      var counter = NameCounter()
      counter.addOther(HitSums(hits: hits, bytes: bytes, errors: errors))
      groups.append(counter)
    }
  }

  /// Adds hits without a name to the counters from `first` on, which have no column.
  private mutating func addUnnamed(_ records: Span<LineRecord>, from first: Int) {
    guard first < groups.count else { return }
    var sums = HitSums()
    for index in records.indices { sums.add(records[index]) }
    for group in first..<groups.count { groups[group].addOther(sums) }
  }

  /// Whether merging the names of `other` gives the same as adding its hits one by one.
  func hasNameCapacity(for other: Tally) -> Bool {
    guard other.sections.isExact, other.groups.allSatisfy(\.isExact),
      hasDurationCapacity(for: other), hits == 0 || groups.count == other.groups.count
    else { return false }
    let isExact = sections.isExact && groups.allSatisfy(\.isExact)
    if isExact, exactCount + other.exactCount <= capacity.count,
      exactBytes + other.exactBytes <= capacity.nameBytes
    {
      return true
    }
    return sections.knows(other.sections)
      && zip(groups, other.groups).allSatisfy { $0.knows($1) }
  }

  private func hasDurationCapacity(for other: Tally) -> Bool {
    guard other.durations.count > 0, !groups.isEmpty else { return true }
    return zip(groups, other.groups).allSatisfy { $0.hasDurationCapacity(for: $1) }
  }

  /// The groups of all hits by some of the dimensions that are counted, that many of each.
  func groups(top count: Int, of dimensions: [Dimension], by counting: Counting) -> [Groups] {
    let all = counting.groups
    return dimensions.map { dimension in
      guard let index = all.firstIndex(of: dimension), index < groups.count else {
        return Groups(dimension: dimension, counts: [])
      }
      guard dimension.foldsClients, let clients = all.firstIndex(of: .client),
        clients < groups.count
      else {
        return Groups(dimension: dimension, counts: groups[index].top(count))
      }
      let fold = NetworkFold(networks: groups[index], clients: groups[clients], dimension)
      return Groups(dimension: dimension, counts: fold.top(count))
    }
  }
}

extension NameCapacity {
  /// Of a counter that is known to have space for all that is added.
  static let unlimited = NameCapacity(count: .max, nameBytes: .max, heavyNameBytes: .max)

  /// What one of the counters that share the capacity may keep, where all of them keep so many names
  /// of so many bytes.
  func share(of counter: NameCounter, used count: Int, _ nameBytes: Int) -> NameCapacity {
    var share = self
    share.count = max(leastCount, counter.exact.count + self.count - count)
    share.nameBytes = max(leastBytes, counter.exact.nameBytes + self.nameBytes - nameBytes)
    return share
  }
}

extension NameCounter {
  /// Adds hits under their names in a column; `total` is the number of hits before them.
  mutating func add(
    _ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames, column: Int, after total: Int
  ) {
    var durations = LoggedDuration.none
    for index in records.indices { durations = .both(durations, records[index].duration) }
    var index = 0
    while index < records.count {
      if durations == .none {
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

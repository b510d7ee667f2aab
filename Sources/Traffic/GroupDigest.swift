import AccessLog
package import Query

/// What the greatest groups of an interval add up to, by several dimensions.
///
/// Groups are as they were counted: no client stands for its network. What is counted under `(other)` is
/// left out.
package struct GroupDigest: Sendable {
  /// How many groups of each dimension are kept.
  ///
  /// With no more of them in an interval all counts are exact.
  package static let groupCount = 512

  /// Of all hits.
  package var sums = HitSums()
  private var groups: [(dimension: Dimension, names: NamedSums)] = []

  package init() {}

  /// What is known by lists of groups, in which no client stands for its network.
  package init(_ sums: HitSums, _ lists: [Groups]) {
    self.sums = sums
    for list in lists {
      add(list.dimension, NamedSums(list.counts.filter { $0.name != NameCounter.otherName }))
    }
  }

  /// How many groups are kept.
  var count: Int { groups.reduce(0) { $0 + $1.names.entries.count } }

  /// Calls `body` with each group of a dimension: where its name stands, and its sums.
  package func forEachGroup(
    of dimension: Dimension, _ body: (RawSpan, Range<Int>, HitSums) -> Void
  ) {
    guard let names = groups.first(where: { $0.dimension == dimension })?.names else { return }
    let bytes = unsafe names.bytes.span.bytes
    for entry in names.entries { body(bytes, entry.name, entry.sums) }
  }

  fileprivate mutating func add(_ dimension: Dimension, _ names: NamedSums) {
    groups.append((dimension, names))
  }
}

/// Names end to end, and what the hits of each add up to.
struct NamedSums: Sendable {
  var entries: [NameTable.Entry]
  var bytes: [UInt8]
}

extension NamedSums {
  init(_ groups: [GroupCount]) {
    self.init(entries: [], bytes: [])
    for group in groups {
      entries.append(
        NameTable.Entry(
          hash: 0, sums: HitSums(hits: group.hits, bytes: group.bytes, errors: group.errors),
          nameStart: UInt32(bytes.count), nameLength: UInt32(group.name.count)))
      bytes += group.name
    }
  }
}

extension Tally {
  /// The greatest groups by all that is counted, with what ``clientFolds`` is.
  ///
  /// - Complexity: O(groups).
  func digest(by counting: Counting, _ folds: [Int: ClientFold]?) -> GroupDigest {
    var digest = GroupDigest()
    digest.sums = HitSums(hits: hits, bytes: bytes, errors: errors)
    digest.add(.section, sections.greatest(GroupDigest.groupCount))
    let known = greatestNetworks(folds)
    let groups = known == nil ? groups : counters
    for (index, (dimension, names)) in zip(counting.groups, groups).enumerated() {
      digest.add(dimension, known?[index] ?? names.greatest(GroupDigest.groupCount))
    }
    return digest
  }

  /// The same, with clients that are folded for it.
  func digest(by counting: Counting) -> GroupDigest { digest(by: counting, clientFolds) }

  /// The greatest networks by the places of their groups; `nil` if they have to be counted.
  private func greatestNetworks(_ folds: [Int: ClientFold]?) -> [Int: NamedSums]? {
    guard let folds else { return nil }
    var known: [Int: NamedSums] = [:]
    for (index, fold) in folds {
      guard let greatest = fold.greatestNetworks(GroupDigest.groupCount) else { return nil }
      known[index] = greatest
    }
    return known
  }
}

extension NameCounter {
  /// The groups with the most hits, ties by name in byte order, in any order; without what is not
  /// known by name.
  ///
  /// - Complexity: O(groups), with a copy of no more than these need: a table has space for more.
  fileprivate func greatest(_ count: Int) -> NamedSums {
    guard isExact else { return NamedSums(top(count, withOther: false)) }
    guard exact.count > count else {
      return NamedSums(
        entries: Array(exact.entries), bytes: Array(exact.names[..<exact.nameBytes]))
    }
    return NamedSums(greatest: count, of: exact.entries, named: exact.names)
  }
}

extension NamedSums {
  /// The entries with the most hits, ties by name in byte order; there are more of them.
  init(greatest count: Int, of entries: ArraySlice<NameTable.Entry>, named letters: [UInt8]) {
    let known = entries.span
    let least = TopGroups.leastListed(count, of: known.count) { known[$0].sums.hits }
    var kept = entries.filter { $0.sums.hits > least }
    var ties = entries.filter { $0.sums.hits == least }
    let names = unsafe letters.span.bytes
    ties.moveFirst(count - kept.count) { names.precedes($0.name, names, $1.name) }
    kept += ties[..<(count - kept.count)]
    self.init(entries: [], bytes: [])
    self.entries.reserveCapacity(kept.count)
    bytes.reserveCapacity(kept.reduce(0) { $0 + $1.name.count })
    for var entry in kept {
      let name = entry.name
      entry.nameStart = UInt32(bytes.count)
      names.append(name, to: &bytes)
      self.entries.append(entry)
    }
  }
}

import AccessLog

/// Sums by section in bounded memory.
///
/// Exact until there are 65,536 sections or 4 MiB of names; from then on sections that are new
/// are counted under `(other)`, but for those that come too often to be lost.
///
/// Which sections are exact depends on the order in which they first came, and what is known of the
/// others on the order of their hits: so both are added in the order of the log, whatever pieces
/// it was read in.
struct SectionCounter: Sendable {
  /// The name under which the sections without one of their own are counted.
  static let otherName = Array("(other)".utf8)
  static let maximumCount = 65_536
  static let maximumNameBytes = 4 << 20
  /// How many sections are found without sorting all: no more work for each one than to sort them.
  private static let fewListed = 16

  var exact = SectionTable()
  /// What may be kept exactly; less where many intervals are open.
  var room = SectionRoom.whole
  /// `nil` until the exact table is full.
  var frequent: FrequentSections?

  /// How long all names are together that are kept.
  var nameBytes: Int { exact.nameBytes + (frequent?.nameBytes ?? 0) }

  /// Whether nothing had to be counted under `(other)` so far.
  var isExact: Bool { frequent == nil }

  /// Adds hits whose names stand in `bytes`; `total` are all hits before them.
  mutating func add(_ records: Span<LineRecord>, _ bytes: RawSpan, after total: Int) {
    var index = 0
    while index < records.count {
      index = exact.addKnown(records, from: index, bytes)
      guard index < records.count else { return }
      let record = records[index]
      addUnknown(SectionKey(record), bytes, SectionSums(record), ofTotal: total + index + 1)
      index += 1
    }
  }

  /// Whether merging `other` gives the same as adding its hits one by one.
  func hasRoom(for other: SectionCounter) -> Bool {
    guard other.isExact else { return false }
    if isExact, hasRoom(count: other.exact.count, nameBytes: other.exact.nameBytes) {
      return true
    }
    let names = unsafe other.exact.names.span.bytes
    return other.exact.entries.allSatisfy { exact.find(SectionKey($0), names) != nil }
  }

  /// Adds all that another counter holds; `total` are all hits of both.
  mutating func merge(_ other: SectionCounter, ofTotal total: Int) {
    let names = unsafe other.exact.names.span.bytes
    for entry in other.exact.entries {
      add(SectionKey(entry), names, entry.sums, ofTotal: total)
    }
    guard let overflow = other.frequent else { return }
    for counter in overflow.counters {
      if counter.name.isEmpty {
        addNameless(counter)
      } else {
        let key = SectionKey(hash: counter.hash, range: 0..<counter.name.count)
        add(key, unsafe counter.name.span.bytes, counter.sums, ofTotal: total)
      }
    }
    addOther(overflow.other)
  }

  /// The sections with the most hits, ties by name in byte order; what is not known by name is
  /// `(other)`.
  func top(_ count: Int) -> [SectionCount] {
    var best = TopSections(count, leastHits: leastListed(count))
    for entry in exact.entries {
      best.offer(entry.sums) { Array(exact.names[entry.name]) }
    }
    var other = frequent?.other ?? SectionSums()
    for counter in frequent?.counters ?? [] {
      if counter.name.isEmpty {
        other.merge(counter.sums)
      } else {
        best.offer(counter.sums) { counter.name }
      }
    }
    best.offer(other) { SectionCounter.otherName }
    return best.sorted
  }

  /// The least hits that a section may have to be among so many first ones, as far as the exact
  /// table decides it; of all that are below, no name is copied and no place is sought.
  private func leastListed(_ count: Int) -> Int {
    guard count > 0, count < exact.count else { return 1 }
    guard count <= SectionCounter.fewListed else {
      return exact.entries.map(\.sums.hits).sorted(by: >)[count - 1]
    }
    // The most hits so far, in descending order: few sections get into it, while to sort those of an
    // ordinary interval took as long as all else that is done here.
    var most = Array(repeating: 0, count: count)
    let entries = exact.entries.span
    for index in entries.indices {
      let hits = entries[index].sums.hits
      guard hits > most[count - 1] else { continue }
      var place = count - 1
      while place > 0, most[place - 1] < hits {
        most[place] = most[place - 1]
        place -= 1
      }
      most[place] = hits
    }
    return most[count - 1]
  }

  /// Adds sums of one section whose name stands in `bytes`; `total` are all hits so far.
  mutating func add(
    _ key: SectionKey, _ bytes: RawSpan, _ sums: SectionSums, ofTotal total: Int
  ) {
    if let index = exact.find(key, bytes) {
      exact.add(sums, at: index)
    } else {
      addUnknown(key, bytes, sums, ofTotal: total)
    }
  }

  private mutating func addUnknown(
    _ key: SectionKey, _ bytes: RawSpan, _ sums: SectionSums, ofTotal total: Int
  ) {
    if isExact, hasRoom(count: 1, nameBytes: key.nameCount) {
      exact.insert(key, bytes, sums)
    } else {
      frequent = frequent ?? FrequentSections()
      frequent?.add(key, bytes, sums, ofTotal: total, nameRoom: room.frequentNameBytes)
    }
  }

  /// Adds what is known only by its hash; of 64 bits with a secret key, two are the
  /// same once in 10^11 such tables.
  private mutating func addNameless(_ counter: FrequentSections.Counter) {
    if let index = exact.find(hash: counter.hash) {
      exact.add(counter.sums, at: index)
    } else {
      frequent = frequent ?? FrequentSections()
      frequent?.add(counter.hash, counter.sums)
    }
  }

  private mutating func addOther(_ sums: SectionSums) {
    guard sums != SectionSums() else { return }
    frequent = frequent ?? FrequentSections()
    frequent?.addOther(sums)
  }

  private func hasRoom(count: Int, nameBytes: Int) -> Bool {
    exact.count + count <= room.count && exact.nameBytes + nameBytes <= room.nameBytes
  }
}

/// The sections with the most hits of those that were offered.
private struct TopSections {
  private let limit: Int
  private var kept: [SectionCount] = []
  /// What has fewer hits is not among the first.
  private var leastHits: Int

  init(_ limit: Int, leastHits: Int) {
    self.limit = limit
    self.leastHits = max(1, leastHits)
  }

  /// - Complexity: O(log limit) on average, since twice as many as are wanted are kept at most.
  mutating func offer(_ sums: SectionSums, name: () -> [UInt8]) {
    guard sums.hits >= leastHits, limit > 0 else { return }
    kept.append(
      SectionCount(name: name(), hits: sums.hits, bytes: sums.bytes, errors: sums.errors))
    guard kept.count > limit.saturatingAdding(max(limit, 64)) else { return }
    kept = sorted
    leastHits = kept.last?.hits ?? 1
  }

  /// Most hits first, ties by name in byte order.
  var sorted: [SectionCount] {
    Array(kept.sorted(by: TopSections.comesFirst).prefix(limit))
  }

  private static func comesFirst(_ left: SectionCount, _ right: SectionCount) -> Bool {
    left.hits != right.hits
      ? left.hits > right.hits : left.name.lexicographicallyPrecedes(right.name)
  }
}

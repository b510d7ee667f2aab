package import AccessLog
package import Query

/// A mergeable sum of hits: the one value that flows through the program.
///
/// What merging promises: as long as no table is full, merging in any order and in any grouping
/// gives the same as adding the hits one by one. A table is full once the names of all parts
/// together are more than it keeps. Then the order decides which names are exact, and in every order
/// the sums of all groups, `(other)` among them, are all hits; no group has more than its hits; and a
/// group with 1 % of the hits is listed and lacks at most 0.1 % of the hits.
///
/// `Tally()` is empty and merging adds; what a chunk, a second, an interval, a file or a server of a
/// fleet adds up to are all tallies. Sections and methods are the only parts with a bound (see
/// ``NameCounter`` and ``MethodTable``); everything else is exact, or within its stated error,
/// at any size.
///
/// - Complexity: 24 KiB when small, at most 15 MiB.
package struct Tally: Sendable {
  /// Hits with a status from 400 to 599.
  package var errors = 0
  /// Response bytes; stays at `Int.max` once it is reached.
  package var bytes = 0
  /// The hits of each status; nothing before the first hit.
  package var statuses: [Int] = []
  package var methods = MethodTable()
  package var sizes = ByteHistogram()
  /// Of the hits whose lines state how long they took.
  package var durations = DurationHistogram()
  package var clients = ClientSketch()
  package var sections = NameCounter(slots: NameTable.ampleSlots)
  /// What is counted of ``groups``: networks are empty while ``networks`` says how to find them.
  var counters: [NameCounter] = []
  /// Which groups are found from clients when they are asked for; `nil` if all are counted.
  var networks: NetworkColumns?
  /// How much is kept exactly of sections and groups together; less where many intervals are open.
  var capacity = NameCapacity.whole

  /// How many statuses there can be: three digits.
  package static let statusCount = 1_000
  /// How many an interval of ordinary traffic has at most.
  private static let usualStatusCount = 16

  /// Which key the names are hashed with: ``LineScanner/keyMark``, or `nil` while it is not known.
  package private(set) var keyMark: UInt64?

  /// Creates a tally of nothing, without allocating.
  package init() {}

  /// Creates a tally of nothing that merges only with tallies of the same scanner's key.
  package init(hashedWith scanner: LineScanner) {
    keyMark = scanner.keyMark
  }

  package var hits: Int { sizes.total }

  /// A tally of nothing, with tables for about as many groups as this one has, or another if that has
  /// more.
  func emptied(besides other: Tally) -> Tally {
    var tally = Tally()
    tally.keyMark = keyMark
    tally.sections = sections.emptied(besides: other.sections)
    tally.counters = counters.indices.map { place in
      let others = place < other.counters.count ? other.counters[place] : nil
      return counters[place].emptied(besides: others)
    }
    return tally
  }

  /// Adds hits whose names stand in `bytes`, in the order of the log.
  ///
  /// - Precondition: every record is a hit.
  package mutating func add(
    _ records: Span<LineRecord>, _ bytes: RawSpan, _ names: HitNames = .none
  ) {
    if names.columnCount == 0 {
      sections.capacity = capacity
      sections.add(records, bytes, after: hits)
    } else {
      addNames(records, bytes, names)
    }
    methods.add(records, bytes)
    clients.add(records)
    addNumbers(records)
    sizes.add(records)
  }

  /// Says which scanner's records are added next.
  ///
  /// - Precondition: It has the key of those that were added before.
  mutating func use(_ scanner: LineScanner) {
    precondition(
      keyMark == nil || keyMark == scanner.keyMark,
      "the names of a tally cannot be hashed with different keys")
    keyMark = scanner.keyMark
  }

  /// Adds all that another tally holds.
  ///
  /// - Precondition: The names of both are hashed with the same key. With two keys one name would
  ///   be counted as two, and two as one.
  package mutating func merge(_ other: Tally) {
    precondition(
      keyMark == nil || other.keyMark == nil || keyMark == other.keyMark,
      "tallies whose names are hashed with different keys cannot be merged")
    guard hits > 0 else {
      // Nothing is copied: most intervals of a quiet log have all their hits in one chunk.
      let capacity = capacity
      self = other
      self.capacity = capacity
      return
    }
    guard other.hits > 0 else { return }
    keyMark = keyMark ?? other.keyMark
    mergeNames(other, ofTotal: hits + other.hits)
    methods.merge(other.methods)
    clients.merge(other.clients)
    var mine = statuses.mutableSpan
    mine.add(other.statuses.span)
    errors += other.errors
    bytes = bytes.saturatingAdding(other.bytes)
    sizes.merge(other.sizes)
    durations.merge(other.durations)
  }

  /// Whether merging `other` gives the same as adding its hits one by one.
  ///
  /// It does unless one of the two has more sections or methods than are kept exactly.
  func hasCapacity(for other: Tally) -> Bool {
    hasNameCapacity(for: other) && methods.hasCapacity(for: other.methods)
  }

  /// The statistics of the hits, with that many sections and groups of each dimension, or only of those
  /// that are `listed`.
  package func statistics(
    top count: Int, by counting: Counting = Counting(), listed: [Dimension]? = nil
  ) -> Statistics {
    statistics(top: count, by: counting, listed: listed, nil)
  }

  /// The same, with what ``clientFolds`` is, if that is known.
  func statistics(
    top count: Int, by counting: Counting, listed: [Dimension]?, _ folds: [Int: ClientFold]?
  ) -> Statistics {
    var statistics = Statistics()
    statistics.hits = hits
    statistics.bytes = bytes
    statistics.errors = errors
    statistics.clients = clients.distinct()
    statistics.sections = sections.top(count)
    statistics.groups = groups(
      top: count, of: listed ?? counting.dimensions, by: counting, folds)
    let counts = statuses.span
    statistics.statuses.reserveCapacity(Tally.usualStatusCount)
    for status in counts.indices where counts[status] > 0 {
      statistics.statuses.append(StatusCount(status: status, hits: counts[status]))
    }
    statistics.methods = methods.counts()
    statistics.responseBytes = responseBytes()
    statistics.durations = durations.statistics()
    return statistics
  }

  private mutating func addNumbers(_ records: Span<LineRecord>) {
    var newErrors = 0
    var sum = bytes
    if statuses.isEmpty { statuses = Array(repeating: 0, count: Tally.statusCount) }
    var counts = statuses.mutableSpan
    var durationsOfAll = LoggedDuration.none
    for index in records.indices {
      durationsOfAll = .both(durationsOfAll, records[index].duration)
      let status = records[index].status
      counts[Int(status)] &+= 1
      newErrors &+= records[index].isError ? 1 : 0
      sum = sum.saturatingAdding(records[index].responseBytes)
    }
    (errors, bytes) = (errors + newErrors, sum)
    if durationsOfAll != .none { durations.add(records) }
  }

  private func responseBytes() -> ResponseBytes {
    guard hits > 0 else { return ResponseBytes() }
    let percentiles = sizes.percentiles([0.5, 0.9, 0.99])
    return ResponseBytes(
      mean: Double(bytes) / Double(hits), p50: percentiles[0], p90: percentiles[1],
      p99: percentiles[2], max: sizes.maximum, histogram: sizes.histogram())
  }
}

extension MutableSpan<Int> {
  /// Adds to the first elements those of another span that is not longer.
  ///
  /// Without bounds checks the compiler vectorizes the loop, two elements at a time.
  mutating func add(_ other: Span<Int>) {
    precondition(count >= other.count)
    for index in 0..<other.count {
      // In bounds: no span has fewer elements.
      let sum = unsafe self[unchecked: index] &+ other[unchecked: index]
      unsafe self[unchecked: index] = sum
    }
  }
}

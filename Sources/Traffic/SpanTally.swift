package import AccessLog
import Query

/// What the hits of a span of time add up to, by one dimension or by several crossed.
///
/// A mergeable sum, exact up to 65,536 groups as a tally is; see ``NameCounter``.
package struct SpanTally: Sendable {
  /// In how many groups durations are kept for percentiles.
  private static let maximumHistograms = 1_024

  /// The seconds whose hits count.
  package let span: Range<Int>
  package let counting: Counting
  package private(set) var sums = HitSums()
  /// Lines that are no hit, malformed ones only.
  package private(set) var malformed = 0
  /// The greatest time of any hit, also of those that do not count.
  package private(set) var newest: Int?
  /// The time of the hit that was added last, also if it does not count.
  package private(set) var last: Int?
  private var names = NameCounter()
  private var clients = NameCounter()
  /// How long hits took, in microseconds, by the hash of their group.
  private var durations: [UInt64: ByteHistogram] = [:]
  private let scanner: LineScanner

  /// Creates a tally of nothing; tallies that are merged have scanners of one key.
  package init(span: Range<Int>, counting: Counting, scanner: LineScanner) {
    self.span = span
    self.counting = counting
    self.scanner = scanner
  }

  /// Adds the hits among whole lines of one source.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ lines: [UInt8], _ memory: SourceMemory) -> SourceMemory {
    // The names of what is crossed are columns, sections among them.
    var columns = counting
    columns.sections = .standard
    columns.dimensions = counting.dimensions.map {
      $0 == .section ? .section(by: counting.sections) : $0
    }
    var hits = HitScanner(scanner, columns)
    hits.scanner.memory = memory
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    let bytes = unsafe lines.span.bytes
    var offset = 0
    while offset < lines.count {
      let count = hits.scan(bytes, from: &offset, to: lines.count, into: &block)
      for index in 0..<count {
        let record = block[index]
        guard record.isHit || record.status == LineRecord.excluded else {
          if record.status == LineRecord.malformed { malformed += 1 }
          continue
        }
        newest = max(newest ?? record.second, record.second)
        last = record.second
        guard record.isHit, span.contains(record.second) else { continue }
        let end = LineScanner.lineEnd(block.span, index, count: count, next: offset, bytes)
        add(record, endingAt: end, bytes, &hits)
      }
    }
    return hits.scanner.memory
  }

  private mutating func add(
    _ record: LineRecord, endingAt end: Int, _ bytes: RawSpan, _ hits: inout HitScanner
  ) {
    sums.add(record)
    let hash: UInt64
    if counting.dimensions.count == 1 {
      hash = hits.names.key(record, 0).hash
      names.add(record, bytes, hits.names, column: 0, ofTotal: sums.hits)
      if counting.dimensions[0].foldsClients {
        let column = counting.groups.firstIndex(of: .client) ?? 0
        clients.add(record, bytes, hits.names, column: column, ofTotal: sums.hits)
      }
    } else {
      let crossed = crossed(record, bytes, hits.names)
      let letters = unsafe crossed.span.bytes
      let all = 0..<crossed.count
      hash = scanner.hash(ofName: all, letters)
      names.add(NameKey(hash: hash, range: all), letters, HitSums(record), ofTotal: sums.hits)
    }
    // Of a usual line all fields are known, and no duration is among them.
    guard !record.isUsual,
      let duration = hits.scanner.hit(of: record, endingAt: end, bytes, []).details.duration
    else { return }
    let microseconds = Int(duration / .microseconds(1))
    guard durations[hash] != nil || durations.count < SpanTally.maximumHistograms else {
      return
    }
    durations[hash, default: ByteHistogram()].add(size: max(0, microseconds))
  }

  /// The names of a hit in all dimensions, and behind them how long each is.
  private func crossed(_ record: LineRecord, _ bytes: RawSpan, _ names: HitNames) -> [UInt8] {
    var all: [UInt8] = []
    var counts: [UInt8] = []
    for column in counting.dimensions.indices {
      let key = names.key(record, column)
      let start = all.count
      let letters = key.isMade ? unsafe names.made.span.bytes : bytes
      letters.append(Int(key.start)..<Int(key.start) + Int(key.count), to: &all)
      let count = UInt32(all.count - start)
      for shift: UInt32 in [0, 8, 16, 24] {
        counts.append(UInt8(truncatingIfNeeded: count >> shift))
      }
    }
    return all + counts
  }

  /// Adds all that another tally of the same span holds.
  package mutating func merge(_ other: SpanTally) {
    sums.merge(other.sums)
    malformed += other.malformed
    newest = [newest, other.newest].compactMap(\.self).max()
    last = other.last ?? last
    names.merge(other.names, ofTotal: sums.hits)
    clients.merge(other.clients, ofTotal: sums.hits)
    for (hash, histogram) in other.durations
    where durations[hash] != nil || durations.count < SpanTally.maximumHistograms {
      durations[hash, default: ByteHistogram()].merge(histogram)
    }
  }

  /// All groups, and the sums of those that are not known by name.
  package func groups() -> (known: [SpanGroup], other: HitSums) {
    var known: [SpanGroup] = []
    var other = HitSums()
    for group in listed {
      let sums = HitSums(hits: group.hits, bytes: group.bytes, errors: group.errors)
      // No name that is crossed is so short.
      guard group.name != NameCounter.otherName else {
        other = sums
        continue
      }
      known.append(SpanGroup(names: names(of: group.name), sums: sums, p90: p90(of: group)))
    }
    return (known, other)
  }

  private func p90(of group: GroupCount) -> Double? {
    guard !durations.isEmpty else { return nil }
    let bytes = unsafe group.name.span.bytes
    let key = NameKey(
      hash: scanner.hash(ofName: 0..<group.name.count, bytes), range: 0..<group.name.count)
    // Of a network without the client that is listed apart nothing is known.
    if let index = names.exact.find(key, bytes), names.exact.entries[index].sums.hits != group.hits
    {
      return nil
    }
    return durations[key.hash]?.percentiles([0.9])[0].map { Double($0) / 1_000_000 }
  }

  private var listed: [GroupCount] {
    guard counting.dimensions.count == 1, counting.dimensions[0].foldsClients else {
      return names.top(.max)
    }
    return NetworkFold(networks: names, clients: clients, counting.dimensions[0]).top(.max)
  }

  /// The names that one crossed name consists of.
  private func names(of crossed: [UInt8]) -> [[UInt8]] {
    let count = counting.dimensions.count
    guard count > 1, crossed.count >= 4 * count else { return [crossed] }
    var start = 0
    return (0..<count).map { column in
      let place = crossed.count - 4 * (count - column)
      let length = (0..<4).reduce(0) { $0 | Int(crossed[place + $1]) << (8 * $1) }
      defer { start += length }
      return Array(crossed[start..<start + length])
    }
  }
}

/// A group of a ``SpanTally``.
package struct SpanGroup: Equatable, Sendable {
  /// One in each dimension.
  package var names: [[UInt8]]
  package var sums: HitSums
  /// The 90th percentile of how long hits took, in seconds, within 10 %; `nil` where no line states
  /// that, or there are more than 1,024 groups.
  package var p90: Double?
}

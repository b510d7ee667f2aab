package import AccessLog
import Query

/// What the hits of a span of time add up to, by one dimension or by several crossed.
///
/// A mergeable sum, exact up to 65,536 groups as a tally is; see ``NameCounter``.
package struct SpanTally: Sendable {
  /// Of how many groups durations are kept where there are many.
  private static let durationGroups = 1_024

  /// The seconds whose hits count.
  package let span: Range<Int>
  package let counting: Counting
  package private(set) var sums = HitSums()
  /// Lines that are no hit, malformed ones only.
  package private(set) var malformed = 0
  /// How many hits are without a request since the lines that say it are not known.
  package private(set) var lostPairs = 0
  /// The greatest time of any hit, also of those that do not count.
  package private(set) var newest: Int?
  /// The greatest of the times that are in the span.
  package private(set) var newestInSpan: Int?
  /// The time of the hit that was added last, also if it does not count.
  package private(set) var last: Int?
  private var names = NameCounter(durationGroups: SpanTally.durationGroups)
  private var clients = NameCounter(durationGroups: SpanTally.durationGroups)
  private let scanner: LineScanner
  /// The malformed lines behind the last hit, which may be of a format that is not known yet.
  private var tail: [UInt8] = []
  /// What was known behind the last line, and where the first hit was read.
  private var known: SourceMemory?
  private var knownFirst: SourceMemory?

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
    let columns = columns
    var learnt = memory
    _ = unsafe learnt.learn(lines.span.bytes)
    guard !learnt.isPairing else {
      let joined = unsafe PairedLines(lines.span.bytes, 0..<lines.count, memory)
      for part in joined.parts { add(Array(joined.bytes[part.range]), part.memory, columns) }
      lostPairs += joined.lost
      return joined.memory
    }
    return add(lines, memory, columns)
  }

  private var columns: Counting {
    var columns = counting
    columns.countsSections = false
    return columns
  }

  @discardableResult
  private mutating func add(
    _ lines: [UInt8], _ memory: SourceMemory, _ columns: Counting
  ) -> SourceMemory {
    readAgain(with: memory, columns)
    var hits = HitScanner(scanner, columns)
    hits.scanner.memory = memory
    var block = Array(repeating: LineRecord(), count: LineScanner.blockCount)
    var text = LineText(lines)
    var offset = 0
    // Those behind the last hit here.
    var ranges: [Range<Int>] = []
    var known = memory
    var lessons = hits.scanner.lessons
    while offset < lines.count {
      let count = hits.scan(&text, from: &offset, to: lines.count, into: &block)
      let bytes = unsafe text.bytes.span.bytes
      for index in 0..<count {
        let record = block[index]
        guard record.isHit || record.status == LineRecord.excluded else {
          if record.status == LineRecord.malformed || record.status == LineRecord.continuation {
            malformed += 1
            let end = index + 1 < count ? Int(block[index + 1].start) : offset
            if known.mayChange { ranges.append(Int(record.start)..<end) }
          }
          continue
        }
        if !tail.isEmpty { tail = [] }
        if !ranges.isEmpty { ranges.removeAll(keepingCapacity: true) }
        if knownFirst == nil { knownFirst = known }
        newest = max(newest ?? record.second, record.second)
        last = record.second
        guard span.contains(record.second) else { continue }
        newestInSpan = max(newestInSpan ?? record.second, record.second)
        guard record.isHit else { continue }
        add(record, bytes, hits.names)
      }
      guard hits.scanner.lessons != lessons else { continue }
      lessons = hits.scanner.lessons
      keep(ranges, of: lines)
      ranges = []
      self.known = known
      known = hits.scanner.memory
      readAgain(with: known, columns)
    }
    keep(ranges, of: lines)
    self.known = known
    return hits.scanner.memory
  }

  /// Keeps malformed lines behind those that are kept.
  private mutating func keep(_ ranges: [Range<Int>], of lines: [UInt8]) {
    guard !ranges.isEmpty else { return }
    tail = MalformedTails.newest(tail + MalformedTails.newest(ranges, of: lines))
  }

  /// Reads the malformed lines again if the log is known to have another format now.
  private mutating func readAgain(with memory: SourceMemory, _ columns: Counting) {
    guard !tail.isEmpty, let known, memory.isChanged(from: known) else { return }
    let lines = tail
    tail = []
    malformed -= lines.count { $0 == UInt8(ascii: "\n") }
    add(lines, memory.frozen, columns)
  }

  /// Says that what comes next is of another file.
  package mutating func beginFile() { (tail, known) = ([], nil) }

  private mutating func add(_ record: LineRecord, _ bytes: RawSpan, _ columns: HitNames) {
    sums.add(record)
    guard counting.dimensions.count == 1 else {
      let crossed = crossed(record, bytes, columns)
      let letters = unsafe crossed.span.bytes
      let all = 0..<crossed.count
      let key = NameKey(hash: scanner.hash(ofName: all, letters), range: all)
      let place = names.add(key, letters, HitSums(record), ofTotal: sums.hits)
      if let place { names.add(record.duration, at: place) }
      return
    }
    names.add(record, bytes, columns, column: 0, ofTotal: sums.hits)
    if counting.dimensions[0].foldsClients {
      let column = counting.groups.firstIndex(of: .client) ?? 0
      clients.add(record, bytes, columns, column: column, ofTotal: sums.hits)
    }
  }

  /// The names of a hit in all dimensions, and behind them how long each is.
  private func crossed(_ record: LineRecord, _ bytes: RawSpan, _ names: HitNames) -> [UInt8] {
    var all: [UInt8] = []
    var counts: [UInt8] = []
    for column in counting.dimensions.indices {
      let key = names.place(record, column)
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

  /// Adds all that another tally of the same span holds, of lines that come next.
  package mutating func merge(_ other: SpanTally) {
    if let first = other.knownFirst { readAgain(with: first, columns) }
    tail = MalformedTails.newest((other.knownFirst == nil ? tail : []) + other.tail)
    known = other.known ?? known
    knownFirst = knownFirst ?? other.knownFirst
    sums.merge(other.sums)
    malformed += other.malformed
    lostPairs += other.lostPairs
    newest = [newest, other.newest].compactMap(\.self).max()
    newestInSpan = [newestInSpan, other.newestInSpan].compactMap(\.self).max()
    last = other.last ?? last
    names.merge(other.names, ofTotal: sums.hits)
    clients.merge(other.clients, ofTotal: sums.hits)
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
      known.append(SpanGroup(names: names(of: group.name), sums: sums, p90: group.p90.seconds))
    }
    return (known, other)
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
  /// that, and of groups that are not among the first 1,024.
  package var p90: Double?
}

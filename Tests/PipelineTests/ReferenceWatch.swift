import AccessLog
import Alerting
import Pipeline
import Query
import TestSupport
import Traffic

/// The rules of what many lines add up to, written down as plainly as possible: line by line,
/// second by second, with nothing shared with the program but the parser.
struct ReferenceWatch {
  struct Entry {
    var second: Int
    var section: [UInt8]
    var method: [UInt8]
    var client: [UInt8]
    var status: Int
    var bytes: Int
    /// The target before its `?`.
    var path: [UInt8]
  }

  /// A dimension, and what an entry has of it.
  struct Grouping {
    var dimension: Dimension
    var name: (Entry) -> [UInt8]
  }

  let timing: Timing
  let reportsSilence: Bool
  var events: [TrafficEvent] = []
  var clock: Int?
  var lastClosed: Int?
  /// The hits of each second that has any.
  var seconds: [Int: [Entry]] = [:]
  /// The malformed lines of each second that has any.
  var malformed: [Int: Int] = [:]
  var firstHit: Int?
  /// The newest second of either.
  var newest = Int.min
  var open: [Int: [Entry]] = [:]
  var everything: [Entry] = []
  var counts = LineCounts()
  var totals = LineCounts()
  var judges: [ReferenceJudge]
  var held: Entry?
  /// Which hits are counted.
  var isCounted: (Entry) -> Bool = { _ in true }
  var groupings: [Grouping] = []

  init(timing: Timing, rules: [AlertRule], reportsSilence: Bool = false) {
    self.timing = timing
    judges = rules.map { ReferenceJudge($0) }
    self.reportsSilence = reportsSilence
  }

  mutating func add(_ line: [UInt8]) {
    var parser = LineParser()
    let bytes = unsafe line.span.bytes
    var read = LineCounts()
    read.lines = 1
    switch parser.parse(bytes, 0..<line.count) {
    case .hit(let hit): read.excluded = add(hit, bytes) ? 0 : 1
    case .malformed:
      read.malformed = 1
      if let clock {
        malformed[clock, default: 0] += 1
        newest = max(newest, clock)
      }
    case .comment: read.comments = 1
    case .empty: break
    }
    count(read)
  }

  /// Adds a hit; returns whether it counts.
  private mutating func add(_ hit: Hit, _ bytes: RawSpan) -> Bool {
    func text(_ range: Range<Int>) -> [UInt8] { range.map { bytes[$0] } }
    let section = hit.request.map { Section(of: $0.target, in: bytes).name(in: bytes) }
    let entry = Entry(
      second: hit.instant.seconds, section: section ?? Section.unknown,
      method: hit.request.map { text($0.method) } ?? Section.unknown, client: text(hit.client),
      status: hit.status, bytes: hit.responseBytes,
      path: hit.request.map { Array(text($0.target).prefix { $0 != UInt8(ascii: "?") }) }
        ?? Section.unknown)
    if let held { release(held, before: entry.second) }
    if let clock, entry.second > clock + 3_600 {
      held = entry
    } else {
      admit(entry)
    }
    return isCounted(entry)
  }

  private mutating func release(_ entry: Entry, before next: Int) {
    held = nil
    guard next < entry.second - 3_600, let clock else { return admit(entry) }
    guard isCounted(entry) else { return }
    var skewed = entry
    skewed.second = clock
    var read = LineCounts()
    read.skewed = 1
    count(read)
    record(skewed)
  }

  private mutating func admit(_ entry: Entry) {
    if entry.second > clock ?? .min {
      if clock == nil {
        lastClosed = entry.second - 1 - timing.latenessSeconds
        firstHit = entry.second
      }
      clock = entry.second
      close(through: entry.second - 1 - timing.latenessSeconds)
    }
    record(entry)
  }

  private mutating func record(_ entry: Entry) {
    guard isCounted(entry) else { return }
    let second = entry.second
    everything.append(entry)
    seconds[second, default: []].append(entry)
    newest = max(newest, second)
    let interval = Int((Double(second) / Double(timing.intervalSeconds)).rounded(.down))
    if let lastClosed, (interval + 1) * timing.intervalSeconds - 1 <= lastClosed {
      var read = LineCounts()
      read.late = 1
      count(read)
    } else {
      open[interval, default: []].append(entry)
    }
  }

  mutating func finish() {
    if let held { admit(held) }
    if let clock { close(through: clock) }
    for interval in open.keys.sorted() { report(interval) }
    var summary = Summary(
      span: nil, statistics: statistics(everything), counts: totals)
    if let first = everything.map(\.second).min(), let last = everything.map(\.second).max() {
      summary.span = Instant(first)..<Instant(last + 1)
    }
    events.append(.summary(summary))
  }

  private mutating func close(through target: Int) {
    guard var second = lastClosed else { return }
    while second < target {
      second += 1
      lastClosed = second
      judge(second)
      let interval = Int((Double(second) / Double(timing.intervalSeconds)).rounded(.down))
      if (interval + 1) * timing.intervalSeconds - 1 == second,
        open[interval] != nil || reportsSilence
      {
        report(interval)
      }
    }
  }

  private mutating func judge(_ second: Int) {
    for index in judges.indices {
      let transitions = judges[index].judge(
        second,
        ReferenceJudge.Log(hits: seconds, malformed: malformed, firstHit: firstHit, newest: newest))
      events += transitions.map { .alert($0) }
    }
  }

  private mutating func report(_ interval: Int) {
    let start = interval * timing.intervalSeconds
    let statistics = statistics(open.removeValue(forKey: interval) ?? [])
    events.append(
      .interval(
        IntervalReport(
          start: Instant(start), end: Instant(start + timing.intervalSeconds),
          statistics: statistics, counts: counts)))
    counts = LineCounts()
  }

  private mutating func count(_ read: LineCounts) {
    for path in [
      \LineCounts.lines, \.late, \.skewed, \.malformed, \.comments, \.excluded,
    ] {
      counts[keyPath: path] += read[keyPath: path]
      totals[keyPath: path] += read[keyPath: path]
    }
  }

  private func statistics(_ entries: [Entry]) -> Statistics {
    var statistics = ReferenceWatch.statistics(entries)
    statistics.groups = groupings.map { grouping in
      Groups(dimension: grouping.dimension, counts: ReferenceWatch.groups(entries, grouping.name))
    }
    return statistics
  }

  private static func groups(_ entries: [Entry], _ name: (Entry) -> [UInt8]) -> [GroupCount] {
    Dictionary(grouping: entries, by: name).map { name, hits in
      GroupCount(
        name: name, hits: hits.count, bytes: hits.reduce(0) { $0 + $1.bytes },
        errors: hits.count { $0.status >= 400 && $0.status < 600 })
    }
    .sorted { $0.hits != $1.hits ? $0.hits > $1.hits : $0.name.lexicographicallyPrecedes($1.name) }
  }

  /// Exact statistics; percentiles are those of the sorted sizes.
  static func statistics(_ entries: [Entry]) -> Statistics {
    var statistics = Statistics()
    statistics.hits = entries.count
    statistics.bytes = entries.reduce(0) { $0 + $1.bytes }
    statistics.clients = Set(entries.map(\.client)).count
    statistics.errors = entries.count { $0.status >= 400 && $0.status < 600 }
    statistics.statuses = Dictionary(grouping: entries, by: \.status)
      .map { StatusCount(status: $0.key, hits: $0.value.count) }
      .sorted { $0.status < $1.status }
    statistics.methods = Dictionary(grouping: entries, by: \.method)
      .map { MethodCount(name: $0.key, hits: $0.value.count) }
      .sorted { $0.name.lexicographicallyPrecedes($1.name) }
    statistics.sections = groups(entries, \.section)
    guard !entries.isEmpty else { return statistics }
    let sizes = entries.map(\.bytes).sorted()
    func percentile(_ share: Int) -> Int { sizes[(share * sizes.count + 99) / 100 - 1] }
    var histogram = Array(repeating: 0, count: ResponseBytes.bounds.count + 1)
    for size in sizes {
      histogram[ResponseBytes.bounds.firstIndex { size < $0 } ?? ResponseBytes.bounds.count] += 1
    }
    statistics.responseBytes = ResponseBytes(
      mean: Double(statistics.bytes) / Double(entries.count), p50: percentile(50),
      p90: percentile(90), p99: percentile(99), max: sizes.last, histogram: histogram)
    return statistics
  }
}

import AccessLog
package import Query

/// The intervals of the last hour, for the screen.
///
/// Takes 4 MiB at most, as much again for each dimension that is counted beside sections, and no more
/// than 20 MiB. An interval takes 1 MiB at most, and keeps as many of its first sections as fit. Where
/// that is not enough the older intervals keep only five sections each, and where that does not help
/// either, the oldest are forgotten: with intervals of a second, or with names that were made up to fill
/// the memory.
package struct History: Sendable {
  /// How many bytes the lists of one kind of all intervals may take, and of all kinds.
  private static let maximumListBytes = 4 << 20
  private static let maximumBytes = 20 << 20
  /// How many bytes one interval may take.
  private static let intervalBytes = 1 << 20
  /// How many sections an older interval keeps.
  private static let olderSections = 5
  /// How many sections an interval keeps: what fits on the largest screen, and then some.
  package static let sectionCount = 100

  package let limit: Int
  /// How many bytes all intervals may take.
  private let maximumBytes: Int
  /// Oldest first, behind those that were forgotten and hold nothing any more.
  ///
  /// These are removed many at a time: a replay adds an interval for every few hundred lines, and
  /// moving an hour of reports each time would cost more than counting the lines.
  private var kept: [IntervalReport] = []
  private var forgottenCount = 0
  /// How many bytes they take, if none of their names is shared.
  private var byteCount = 0
  private var names = SharedNames()
  /// How many of them, the oldest ones, have no more sections than an older one keeps.
  private var olderCount = 0

  /// Oldest first.
  ///
  /// - Complexity: O(reports).
  package var reports: [IntervalReport] { Array(kept.dropFirst(forgottenCount)) }

  /// Creates an empty history of intervals of that many seconds.
  ///
  /// Each has `dimensions` lists beside that of the sections.
  package init(intervalSeconds: Int, dimensions: Int = 0) {
    maximumBytes = min(History.maximumBytes, (1 + dimensions) * History.maximumListBytes)
    limit = max(1, Timeline.historySeconds / intervalSeconds)
  }

  /// Adds an interval, context and all, with that many sections, and forgets the oldest beyond an
  /// hour.
  ///
  /// `report` is what was reported of it, with at least as many sections as are kept; it is asked
  /// first, since sorting them again would take as long as counting some hundred lines.
  package mutating func add(
    _ interval: EndedInterval, reported report: IntervalReport, top count: Int,
    by counting: Counting = Counting()
  ) {
    var report = report
    // With its context it is whole.
    report.followedFrom = nil
    if interval.tally.context != nil {
      report.statistics = interval.tally.all.statistics(
        top: count, by: counting, listed: counting.listed)
    } else {
      report.statistics.keepSections(count)
    }
    append(report)
  }

  /// Forgets the intervals that begin before an instant: not all of their lines were read.
  package mutating func forget(before instant: Instant) {
    while let oldest = kept.dropFirst(forgottenCount).first, oldest.start < instant {
      forgetOldest()
    }
  }

  /// Adds an interval that comes after all others.
  package mutating func append(_ report: IntervalReport) {
    var report = report
    report.fit(History.intervalBytes)
    names.share(&report.statistics)
    kept.append(report)
    byteCount += report.byteCount
    while byteCount > maximumBytes, olderCount < count - 1 {
      let index = forgottenCount + olderCount
      byteCount -= kept[index].byteCount
      kept[index].statistics.keepSections(History.olderSections)
      byteCount += kept[index].byteCount
      olderCount += 1
    }
    while count > limit || byteCount > maximumBytes && count > 1 { forgetOldest() }
  }

  private var count: Int { kept.count - forgottenCount }

  private mutating func forgetOldest() {
    byteCount -= kept[forgottenCount].byteCount
    kept[forgottenCount].statistics = Statistics()
    forgottenCount += 1
    olderCount = max(0, olderCount - 1)
    guard forgottenCount > max(16, limit / 4) else { return }
    kept.removeFirst(forgottenCount)
    forgottenCount = 0
  }
}

/// Names that intervals have in common, so that each is in memory once.
///
/// Most groups of an interval were listed in the one before: a screen with an hour of many groups takes
/// 52 MB instead of 64.
private struct SharedNames {
  /// How many bytes the names may take before they are forgotten: those that no interval has any more
  /// are among them.
  private static let maximumBytes = 1 << 18
  /// Longer names are few, or made up.
  private static let longestName = 256

  /// The key is random, so that an attacker cannot choose names with equal hashes.
  private let hash = ByteHash(key: UInt64.random(in: .min ... .max))
  /// By hash; if two names have the same hash, only the first is shared.
  private var known: [UInt64: [UInt8]] = [:]
  private var byteCount = 0

  /// Replaces the names of all groups by those that are known.
  mutating func share(_ statistics: inout Statistics) {
    share(&statistics.sections)
    for list in statistics.groups.indices { share(&statistics.groups[list].counts) }
  }

  private mutating func share(_ groups: inout [GroupCount]) {
    for index in groups.indices where groups[index].name.count <= SharedNames.longestName {
      share(&groups[index].name)
    }
  }

  private mutating func share(_ name: inout [UInt8]) {
    let key = hash(unsafe name.span.bytes, 0..<name.count)
    if let shared = known[key] {
      if shared == name { name = shared }
      return
    }
    known[key] = name
    byteCount += 80 + name.count
    guard byteCount > SharedNames.maximumBytes else { return }
    known = [:]
    byteCount = 0
  }
}

extension IntervalReport {
  /// About how many bytes of memory it takes: each list, and each name in one, is an array.
  package var byteCount: Int {
    let sections = statistics.lists.reduce(0) { $0 + $1.reduce(0) { $0 + 80 + $1.name.count } }
    let methods = statistics.methods.reduce(0) { $0 + 64 + $1.name.count }
    return 512 + sections + methods + 16 * statistics.statuses.count
  }

  /// Forgets the last sections until no more than `limit` bytes are taken.
  mutating func fit(_ limit: Int) {
    var excess = byteCount - limit
    var count = statistics.lists.map(\.count).max() ?? 0
    while excess > 0, count > 0 {
      count -= 1
      for list in statistics.lists where count < list.count {
        excess -= 80 + list[count].name.count
      }
    }
    statistics.keepSections(count)
  }
}

extension Statistics {
  /// The same with as many groups as fit into so many bytes of memory.
  func fitting(_ limit: Int) -> Statistics {
    var report = IntervalReport(
      start: Instant(0), end: Instant(0), statistics: self, counts: LineCounts())
    report.fit(limit)
    return report.statistics
  }

  /// Forgets all sections but the first so many, and all groups of a dimension but so many.
  package mutating func keepSections(_ count: Int) {
    // A new array: the memory of what is only removed from one stays with it.
    if sections.count > count { sections = Array(sections.prefix(count)) }
    for index in groups.indices where groups[index].counts.count > count {
      groups[index].counts = Array(groups[index].counts.prefix(count))
    }
  }

  /// The sections, and the groups of each dimension.
  fileprivate var lists: [[GroupCount]] { [sections] + groups.map(\.counts) }
}

extension Ledger {
  /// All that a screen shows of the traffic now, with that many sections of each interval
  /// that is not reported yet, and as many groups of some dimensions.
  ///
  /// - Complexity: O(hour of seconds + groups of the intervals that are not reported).
  package func snapshot(
    _ history: History, skewSeconds: Int, top count: Int, by dimensions: [Dimension] = []
  ) -> Snapshot {
    let timing = timeline.timing
    var snapshot = Snapshot(intervalSeconds: timing.intervalSeconds)
    snapshot.clock = timeline.clock
    snapshot.lastClosed = timeline.lastClosed
    snapshot.history = history.reports
    var unreported = unreportedIntervals(top: count, by: dimensions)
    snapshot.currentInterval = unreported.popLast()
    snapshot.openIntervals = unreported
    snapshot.seconds = timeline.series()
    snapshot.coveredSince = timeline.coveredSince
    snapshot.totalHits = totalHits
    snapshot.totalCounts = totalCounts
    snapshot.skewSeconds = skewSeconds
    snapshot.malformedExample = malformedExample
    snapshot.faults = faults
    return snapshot
  }

  /// The intervals that have begun and are not reported, oldest first: those that ended and are
  /// still open to lines within the lateness, then the one that the clock is in.
  ///
  /// The lines read since the last report are counted in the first of them, the next to be reported.
  ///
  /// - Complexity: O(groups of these intervals); with the usual timing there are at most two.
  private func unreportedIntervals(
    top count: Int, by dimensions: [Dimension]
  ) -> [IntervalReport] {
    timeline.unreportedIntervals.enumerated().map { place, interval in
      IntervalReport(
        start: Instant(timeline.timing.start(ofInterval: interval)),
        end: Instant(timeline.timing.start(ofInterval: interval + 1)),
        statistics: timeline.intervals[interval]?.all.statistics(
          top: count, by: counting, listed: dimensions)
          ?? Statistics(),
        counts: place == 0 ? counts : LineCounts())
    }
  }
}

extension Timeline {
  /// The intervals up to the one that the clock is in whose last second has not closed.
  ///
  /// Those before the first hit's interval are among them only if they have hits, as in reports.
  fileprivate var unreportedIntervals: [Int] {
    guard let clock, let lastClosed else { return [] }
    let newest = timing.interval(of: clock.seconds)
    let oldest = timing.interval(of: lastClosed.seconds + 1)
    guard oldest <= newest else { return [] }
    return (oldest...newest).filter { $0 >= firstInterval || intervals.contains($0) }
  }
}

extension Timeline {
  /// The seconds that the screen shows, from the first hit on, at most an hour and the longest
  /// window.
  func series() -> SecondSeries {
    var series = SecondSeries()
    guard let clock = clock?.seconds, let oldest = oldestHit else { return series }
    let start = max(oldest, clock - shownSeconds + 1)
    guard start <= clock else { return series }
    series.start = Instant(start)
    for second in start...clock {
      let sums = seconds[second]
      series.hits.append(sums.hits)
      series.errors.append(sums.errors)
      series.bytes.append(sums.bytes)
    }
    return series
  }
}

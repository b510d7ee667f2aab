import AccessLog

/// The intervals of the last hour, for the screen.
package struct History: Sendable {
  let limit: Int
  /// Oldest first.
  package internal(set) var reports: [IntervalReport] = []

  /// Creates an empty history of intervals of that many seconds.
  package init(intervalSeconds: Int) {
    limit = max(1, Timeline.historySeconds / intervalSeconds)
  }

  /// Adds an interval, context and all, with that many sections, and forgets the oldest beyond an
  /// hour.
  package mutating func add(_ interval: EndedInterval, counts: LineCounts, top count: Int) {
    reports.append(
      IntervalReport(
        start: interval.start, end: interval.end,
        statistics: interval.tally.all.statistics(top: count), counts: counts))
    if reports.count > limit { reports.removeFirst(reports.count - limit) }
  }
}

extension Ledger {
  /// All that a screen shows of the traffic now, with that many sections of the interval under way.
  ///
  /// - Complexity: O(hour of seconds + sections under way).
  package func snapshot(_ history: History, skewSeconds: Int, top count: Int) -> Snapshot {
    let timing = timeline.timing
    var snapshot = Snapshot(
      intervalSeconds: timing.intervalSeconds, windowSeconds: timing.windowSeconds)
    snapshot.clock = timeline.clock
    snapshot.settled = timeline.settled
    snapshot.windowHits = timeline.windowHits
    snapshot.history = history.reports
    snapshot.currentInterval = currentInterval(top: count)
    snapshot.seconds = timeline.series()
    snapshot.totalHits = totalHits
    snapshot.totalCounts = totalCounts
    snapshot.skewSeconds = skewSeconds
    snapshot.malformedExample = malformedExample
    return snapshot
  }

  private func currentInterval(top count: Int) -> IntervalReport? {
    guard let clock = timeline.clock else { return nil }
    let interval = timeline.timing.interval(of: clock.seconds)
    return IntervalReport(
      start: Instant(timeline.timing.start(ofInterval: interval)),
      end: Instant(timeline.timing.start(ofInterval: interval + 1)),
      statistics: timeline.intervals[interval]?.all.statistics(top: count) ?? Statistics(),
      counts: counts)
  }
}

extension Timeline {
  /// The seconds that the screen shows, from the first hit on, at most an hour and a window.
  func series() -> SecondSeries {
    var series = SecondSeries()
    guard let clock = clock?.seconds, let oldest = oldestHit else { return series }
    let start = max(oldest, clock - Timeline.historySeconds - timing.windowSeconds + 1)
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

import AccessLog
package import Query

/// What the hits that match a filter add up to, for the screen: what is read from now on, and what is
/// read again of the past.
///
/// Each hit counts in its own second and interval; nothing is judged. What is not looked at costs
/// nothing: there is one of these only while a filter is set or a group is open.
package struct FilteredTraffic: Sendable {
  /// How many bytes of memory the lists of the hour may take.
  private static let maximumBytes = 12 << 20

  package let settings: FilteredSettings
  private var merger: RunMerger
  private var seconds: SecondRing
  /// What the stream clock showed behind the chunk that was added last.
  private var clock: Int
  /// The intervals that hits may still be added to.
  private var open: [Int: Tally] = [:]
  private var reports: [Int: Statistics] = [:]
  /// The last interval that had begun at the start, of which a part is in the past.
  private let lastBegun: Int
  /// From which interval on the past has been added.
  private var knownFrom: Int
  /// How many hits the intervals of the past had when they were counted.
  private let counted: [Int: Int]
  /// How many they have by what was read of them again.
  private var read: [Int: Int] = [:]
  /// The last interval of which lines are gone.
  private var lostThrough: Int?
  /// The first second that the past reaches to once all of it has been added.
  package let pastStart: Int
  /// Whether the past is still being added.
  package private(set) var isReading = true
  /// Whether nothing before what was added is there.
  private var isAll = false

  /// Begins with the hits that are read from now on, beside a snapshot of all traffic; the past up to
  /// ``pastEnd`` is to be added.
  package init(_ settings: FilteredSettings, beside main: Snapshot) {
    self.settings = settings
    merger = RunMerger(scanner: settings.scanner, counting: settings.counting)
    let timing = settings.timing
    clock = main.clock?.seconds ?? 0
    lastBegun = timing.interval(of: clock)
    knownFrom = lastBegun + 1
    var counted: [Int: Int] = [:]
    for report in main.endedIntervals + [main.currentInterval].compactMap(\.self) {
      counted[timing.interval(of: report.start.seconds)] = report.statistics.hits
    }
    self.counted = counted
    let oldest = main.endedIntervals.first?.start.seconds ?? timing.start(ofInterval: lastBegun)
    pastStart = min(oldest, timing.start(ofInterval: lastBegun))
    let kept = max(Timeline.historySeconds, main.seconds.hits.count)
    seconds = SecondRing(count: kept + timing.latenessSeconds + 2, newest: clock + 1)
  }

  /// The second behind the past: the end of the interval that was under way.
  package var pastEnd: Int { settings.timing.start(ofInterval: lastBegun + 1) }

  /// The first interval whose tally is needed of the past, since more hits may be added to it.
  package var firstOpen: Int { settings.timing.firstOpenInterval(at: pastEnd - 1) }

  /// How much of the past has been added, 0 to 1.
  package var progress: Double {
    let whole = Double(max(1, pastEnd - pastStart))
    return min(1, Double(pastEnd - settings.timing.start(ofInterval: knownFrom)) / whole)
  }

  /// Adds the hits of a chunk that was read after the start; the stream clock shows `clock`.
  ///
  /// - Complexity: O(bytes).
  package mutating func add(_ chunk: ChunkTally, clock: Instant?) {
    // Nothing that was read so far is a hit.
    guard let clock = clock?.seconds else { return }
    let timing = settings.timing
    let counted = settings.tally(chunk.lines)
    seconds.advance(to: clock)
    // A hit that far ahead counts as one of now.
    func own(_ second: Int) -> Int {
      second > clock + Timing.longestJump ? clock : second
    }
    var added: [(Int, HitSums)] = []
    counted.forEachSecond { added.append((own($0), $1)) }
    for (second, sums) in added {
      seconds.advance(to: second)
      seconds.add(sums, to: second)
    }
    let last = timing.interval(of: clock + Timing.longestJump)
    var runs: [(Int, Int)] = []
    let before = self.clock
    counted.forEachRun(timing) { run, interval, greatest in
      // A late hit is in the list of no interval.
      guard interval >= timing.firstOpenInterval(at: max(before, greatest)) else { return }
      runs.append((run, interval > last ? timing.interval(of: clock) : interval))
    }
    self.clock = clock
    for (run, interval) in runs {
      var tally = open.removeValue(forKey: interval) ?? Tally()
      merger.merge(run, of: counted, into: &tally)
      open[interval] = tally
    }
  }

  /// Adds a slice of the past, which ends where the one before began.
  package mutating func add(_ slice: FilteredSlice) {
    let timing = settings.timing
    for (second, sums) in slice.seconds { seconds.add(sums, to: second) }
    for (interval, tally) in slice.tallies {
      var all = open.removeValue(forKey: interval) ?? Tally()
      all.capacity = .whole
      all.merge(tally)
      open[interval] = all
    }
    for (interval, statistics) in slice.statistics {
      reports[interval] = statistics.fitting(reportBytes)
    }
    for (interval, hits) in counted where slice.span.contains(timing.start(ofInterval: interval)) {
      read[interval] = slice.read[interval] ?? 0
      if isLost(interval, of: hits) { lostThrough = max(lostThrough ?? interval, interval) }
    }
    reach(timing.interval(of: slice.span.lowerBound))
  }

  /// Whether lines of an interval are gone that were counted.
  ///
  /// Some may be missing for other reasons: those of another format before the one that told it, and those
  /// that counted as hits of another second.
  private func isLost(_ interval: Int, of hits: Int) -> Bool {
    10 * (read[interval] ?? 0) < 9 * hits
  }

  /// Notes that all from an interval on is known, but for what is gone and what is before that.
  private mutating func reach(_ interval: Int) {
    knownFrom = min(knownFrom, max(interval, lostThrough.map { $0 + 1 } ?? interval))
  }

  /// Ends the adding of the past; `isAll` says whether nothing older is there.
  package mutating func endPast(isAll: Bool) {
    isReading = false
    // What was left out is not known, save that it has no hits where there is nothing older.
    guard isAll else { return }
    let first = settings.timing.interval(of: pastStart)
    for (interval, hits) in counted where interval < knownFrom && isLost(interval, of: hits) {
      lostThrough = max(lostThrough ?? interval, interval)
    }
    reach(first)
    self.isAll = knownFrom <= first
  }

  /// What the matching hits add up to, laid out as the snapshot of all traffic is; the newest intervals
  /// are listed by some dimensions.
  package mutating func snapshot(of main: Snapshot, by dimensions: [Dimension]) -> Snapshot {
    settle(main)
    var snapshot = main
    snapshot.history = main.history.compactMap { report(of: $0) }
    snapshot.openIntervals = main.openIntervals.compactMap { report(of: $0, by: dimensions) }
    snapshot.currentInterval = main.currentInterval.flatMap { report(of: $0, by: dimensions) }
    let series = main.seconds
    snapshot.seconds.hits = []
    snapshot.seconds.errors = []
    snapshot.seconds.bytes = []
    for index in series.hits.indices {
      let sums = seconds[series.start.seconds + index]
      snapshot.seconds.hits.append(sums.hits)
      snapshot.seconds.errors.append(sums.errors)
      snapshot.seconds.bytes.append(sums.bytes)
    }
    let known = Instant(settings.timing.start(ofInterval: knownFrom))
    if !isAll { snapshot.coveredSince = max(known, main.coveredSince ?? known) }
    return snapshot
  }

  private func report(of main: IntervalReport, by dimensions: [Dimension]? = nil) -> IntervalReport?
  {
    let interval = settings.timing.interval(of: main.start.seconds)
    guard interval >= knownFrom else { return nil }
    let statistics =
      reports[interval]
      ?? open[interval].map {
        $0.statistics(top: settings.top, by: settings.counting, listed: dimensions)
      } ?? Statistics()
    var counts = LineCounts()
    // They are among the hits that were read again, and not among those of the interval's report. Of the
    // oldest interval a part may not have been counted.
    if let read = read[interval], let hits = counted[interval], main.start.seconds > pastStart {
      counts.late = max(0, read - hits)
    }
    return IntervalReport(
      start: main.start, end: main.end, statistics: statistics, counts: counts,
      followedFrom: main.followedFrom)
  }

  /// How many bytes of memory the lists of an interval may take.
  private var reportBytes: Int {
    let timing = settings.timing
    return max(
      4_096, FilteredTraffic.maximumBytes * timing.intervalSeconds / Timeline.historySeconds)
  }

  /// Lists the groups of intervals that have been reported, and forgets those that all forgot.
  private mutating func settle(_ main: Snapshot) {
    let timing = settings.timing
    guard let last = main.history.last else { return }
    let reported = timing.interval(of: last.start.seconds)
    for (interval, tally) in open
    where interval <= reported && (interval > lastBegun || interval >= knownFrom || !isReading) {
      reports[interval] = settings.statistics(of: tally).fitting(reportBytes)
      open[interval] = nil
    }
    let oldest = timing.interval(of: main.history[0].start.seconds)
    guard reports.count > 2 * main.history.count + 2 else { return }
    reports = reports.filter { $0.key >= oldest }
  }
}

package import AccessLog

/// Keeps the books: what was read, when it happened and what it adds up to.
///
/// Merges the tallies of chunks in the order of the log. All intervals' hits and all late hits are
/// the total.
package struct Ledger: Sendable {
  package var timeline: Timeline
  /// What was reported, and late hits.
  package var total = Tally()
  /// Hits since the program started, without context.
  package var totalHits = 0
  package var totalCounts = LineCounts()
  /// What was read since the report before.
  package var counts = LineCounts()
  /// From the first second with a hit to the last.
  package var span: ClosedRange<Int>?
  package static let exampleBytes = 200
  /// The most recent malformed line, cut after 200 bytes.
  package var malformedExample: [UInt8]?
  /// Why lines were malformed since the program started, also those that backfill read.
  package internal(set) var faults = FaultTally()
  /// From which second on lines count, if those before it are context.
  package var followedFrom: Instant?
  /// The hit that is held, if one is.
  package var held: HeldHit?
  package var merger: RunMerger
  /// For ``total``.
  private var totalMerger: RunMerger
  /// Where the lines end that were added of the run under way; see ``addRunUnderWay(before:of:as:)``.
  private var runAddedTo: Int?
  /// The digests of the last intervals; `nil` if none are kept.
  var trail: GroupTrail?
  /// Which hits are counted, and by what.
  package var counting: Counting { merger.counting }

  /// By how many dimensions totals are grouped: the first of those that intervals are.
  package var groupsOfTotals: Int { totalMerger.groupCount }

  /// Creates empty books; `scanner` must have the key of the one that tallies the chunks.
  ///
  /// Besides those of the window, the hits of `keptSeconds` are kept by their seconds.
  package init(
    timing: Timing, longestWindow: Int, reportsSilence: Bool,
    scanner: LineScanner, counting: Counting = Counting(),
    keptSeconds: Int = Timeline.historySeconds
  ) {
    timeline = Timeline(
      timing: timing, longestWindow: longestWindow, reportsSilence: reportsSilence,
      selections: counting.selections, keptSeconds: keptSeconds)
    let leavesOut = timing.leavesNetworksOut
    merger = RunMerger(scanner: scanner, counting: counting, leavingNetworksOut: leavesOut)
    totalMerger = RunMerger(
      scanner: scanner, counting: counting.ofTotals, leavingNetworksOut: leavesOut)
  }

  /// Whether the interval that the clock is in has more names than are kept exactly.
  package var namesAreFull: Bool {
    guard let clock = timeline.clock,
      let tally = timeline.intervals[timeline.timing.interval(of: clock.seconds)]
    else { return false }
    return tally.live?.namesAreExact == false || tally.context?.namesAreExact == false
  }

  /// Advances the stream clock while the log is quiet; does nothing before the first line.
  package mutating func advance(to instant: Instant) {
    if timeline.clock != nil { timeline.advance(to: instant) }
  }

  /// Advances the stream clock to where a step of a chunk begins, after the verdict on the hit that was
  /// held before it.
  package mutating func beginStep(_ index: Int, of chunk: ChunkTally) {
    let step = chunk.steps[index]
    if let second = step.second { timeline.advance(to: Instant(second)) }
    if let second = step.firstHit, step.jump != nil, !isHeld(second) {
      timeline.advance(to: Instant(second))
    }
  }

  /// The next second that has closed; take all of them before adding the step.
  package mutating func closeNext(nextVerdict next: Instant? = nil) -> ClosedSecond? {
    timeline.closeNext(nextVerdict: next)
  }

  /// Forgets the hits that were added to closed seconds, which the rules have taken in.
  package mutating func forgetCorrections() {
    timeline.forgetCorrections()
  }

  /// Closes every second up to and including the stream clock.
  package mutating func finish() {
    timeline.finish()
  }

  /// Takes the intervals that have not ended, each once, oldest first; only after ``finish()``.
  package mutating func takeOpenInterval() -> EndedInterval? {
    timeline.takeOpenInterval()
  }

  /// Adds the hits of a step of a chunk, or holds the one that it begins with.
  package mutating func addStep(_ index: Int, of chunk: ChunkTally, as origin: Origin) {
    let step = chunk.steps[index]
    let before = index > 0 ? chunk.steps[index - 1] : ChunkTally.Step()
    if index == 0 { timeline.addNames(chunk.groupNames) }
    if origin == .live { count(step) }
    if step.malformed > 0 { timeline.addMalformed(step.malformed) }
    for second in chunk.seconds[before.secondsEnd..<step.secondsEnd] {
      add(second.sums, to: second.second, as: origin)
    }
    if let second = step.firstHit, let sums = step.jump {
      // One that does not count moves the clock like any other, and has no run.
      if isHeld(second) {
        let run = sums.all.hits > 0 ? before.runsEnd : nil
        held = HeldHit(
          second: second, sums: sums, line: run.map { chunk.line(ofRun: $0) } ?? [],
          memory: run.map { chunk.lines.memory(at: chunk.runs[$0].start) } ?? merger.memory,
          origin: origin)
      } else if sums.all.hits > 0 {
        add(sums, to: second, as: origin)
        addRun(before.runsEnd, of: chunk, to: second, as: origin)
      }
    } else {
      for run in before.endedRuns..<step.endedRuns {
        addRun(run, of: chunk, to: start(ofRun: run, of: chunk), as: origin)
      }
    }
    if index == chunk.steps.count - 1 { faults.merge(chunk.faults) }
    if index == chunk.steps.count - 1, let example = chunk.malformedExample {
      malformedExample = Array(chunk.bytes[example].prefix(Ledger.exampleBytes))
      for end in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] where malformedExample?.last == end {
        malformedExample?.removeLast()
      }
    }
  }

  /// Adds an ended interval to the total, resets the line counts, and returns its report with that many
  /// sections.
  package mutating func report(_ interval: EndedInterval, top count: Int) -> IntervalReport {
    let live = interval.tally.live
    if let live { total.merge(live.grouped(byFirst: groupsOfTotals)) }
    // An empty tally takes over the other as a whole, with its capacity.
    total.capacity = .whole
    // An interval that is not reported leaves the line counts to the next one.
    let isTold = !isAcrossStart(interval) || interval.hasLiveHits
    defer { if isTold { counts = LineCounts() } }
    return IntervalReport(
      start: interval.start, end: interval.end,
      statistics: interval.tally.reported?.statistics(
        top: count, by: counting, listed: counting.listed, interval.folds)
        ?? Statistics(),
      counts: isTold ? counts : LineCounts(),
      followedFrom: isAcrossStart(interval) ? followedPart(of: interval) : nil)
  }

  /// Whether lines of the interval were read as context.
  package func isAcrossStart(_ interval: EndedInterval) -> Bool {
    followedFrom.map { interval.start <= $0 } ?? false
  }

  /// The second from which the interval was followed; its start if it had already ended, since then
  /// only late hits count.
  private func followedPart(of interval: EndedInterval) -> Instant {
    followedFrom.map { $0 < interval.end ? $0 : interval.start } ?? interval.start
  }

  /// The summary of everything read, once all intervals are closed.
  package func summary(top count: Int) -> Summary {
    Summary(
      span: span.map { Instant($0.lowerBound)..<Instant($0.upperBound + 1) },
      statistics: total.statistics(top: count, by: counting), counts: totalCounts)
  }

  private mutating func count(_ step: ChunkTally.Step) {
    var read = LineCounts()
    read.lines = step.lines
    read.malformed = step.malformed
    read.comments = step.comments
    read.excluded = step.excluded
    count(read)
  }

  mutating func count(_ read: LineCounts) {
    counts.add(read)
    totalCounts.add(read)
  }

  /// Adds hits to their second.
  mutating func add(_ sums: SecondSums, to second: Int, as origin: Origin) {
    timeline.add(sums, to: second)
    guard origin == .live else { return }
    totalHits += sums.all.hits
    span = min(span?.lowerBound ?? second, second)...max(span?.upperBound ?? second, second)
  }

  /// Adds what was read so far of the run that a step continues, of which nothing is added otherwise
  /// until it has ended; call it between beginning the step and adding it.
  ///
  /// So its interval has exactly the hits that were read as a second closes, whatever pieces the log is
  /// read in. It takes reading the lines again.
  package mutating func addRunUnderWay(
    before step: Int, of chunk: ChunkTally, as origin: Origin
  ) {
    guard let run = chunk.runUnderWay(before: step) else { return }
    let second = start(ofRun: run, of: chunk)
    // All of a late run counts nowhere but in the total.
    guard !timeline.hasEnded(timeline.timing.interval(of: second)) else { return }
    let lines = (runAddedTo ?? chunk.runs[run].start)..<chunk.steps[step].start
    runAddedTo = lines.upperBound
    guard !lines.isEmpty else { return }
    tally(0, in: second, as: origin) { merger, tally in
      merger.merge(lines, of: chunk, into: &tally)
    }
  }

  /// The first second of a run's interval.
  private func start(ofRun run: Int, of chunk: ChunkTally) -> Int {
    chunk.runs[run].interval.map(timeline.timing.start(ofInterval:)) ?? 0
  }

  /// Adds a run, or the rest of it, to the interval of a second.
  private mutating func addRun(
    _ index: Int, of chunk: ChunkTally, to second: Int, as origin: Origin
  ) {
    if let start = runAddedTo.take() {
      let lines = start..<chunk.range(ofRun: index).upperBound
      return tally(0, in: second, as: origin) { merger, tally in
        merger.merge(lines, of: chunk, into: &tally)
      }
    }
    // The run itself is not copied, which would retain every buffer of its tally.
    let hits = chunk.runs[index].hits
    tally(hits, in: second, as: origin) { merger, tally in
      merger.merge(index, of: chunk, into: &tally)
    }
  }

  /// Calls `merge` with the tally that hits count in: that of the interval of a second, or the total if
  /// they are late.
  mutating func tally(
    _ hits: Int, in second: Int, as origin: Origin, merge: (inout RunMerger, inout Tally) -> Void
  ) {
    let interval = timeline.timing.interval(of: second)
    guard !timeline.hasEnded(interval) else {
      guard origin == .live else { return }
      var late = LineCounts()
      late.late = hits
      count(late)
      merge(&totalMerger, &total)
      return
    }
    // Taken out and put back, so that it is changed in place and never copied.
    var tally = timeline.intervals.take(interval) ?? IntervalTally()
    var part = tally[origin] ?? Tally()
    tally[origin] = nil
    part.capacity = timeline.intervals.capacity(beside: tally)
    merge(&merger, &part)
    tally[origin] = part
    timeline.intervals.put(interval, tally)
  }
}

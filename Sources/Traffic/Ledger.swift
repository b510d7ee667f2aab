package import AccessLog

/// Keeps the books: what was read, when it happened and what it adds up to.
///
/// Merges the tallies of chunks in the order of the log. All intervals' hits and all late hits are
/// the total.
package struct Ledger: Sendable {
  package internal(set) var timeline: Timeline
  /// What was reported, and late hits.
  var total = Tally()
  /// Hits since the program started, without context.
  package internal(set) var totalHits = 0
  package internal(set) var totalCounts = LineCounts()
  /// What was read since the report before.
  var counts = LineCounts()
  /// From the first second with a hit to the last.
  var span: ClosedRange<Int>?
  static let exampleBytes = 200
  /// The most recent malformed line, cut after 200 bytes.
  package internal(set) var malformedExample: [UInt8]?
  /// The hits from the future that came before any other, and the wall clock that stands in.
  var standIn: (clock: Instant, sums: HitSums)?
  private var merger: RunMerger

  /// Creates empty books; `scanner` must have the key of the one that tallies the chunks.
  package init(
    timing: Timing, longestWindow: Int, reportsSilence: Bool,
    longestSilence: Int = Timeline.daySeconds, scanner: LineScanner
  ) {
    timeline = Timeline(
      timing: timing, longestWindow: longestWindow, reportsSilence: reportsSilence,
      longestSilence: longestSilence)
    merger = RunMerger(scanner: scanner)
  }

  /// Moves the stream clock on while the log is quiet; before the first line there is none.
  package mutating func advance(to instant: Instant) {
    if timeline.clock == nil, let standIn {
      timeline.advance(to: standIn.clock)
      timeline.add(standIn.sums, to: standIn.clock.seconds)
      self.standIn = nil
    }
    if timeline.clock != nil { timeline.advance(to: instant) }
  }

  /// Moves the stream clock to where a step of a chunk begins.
  package mutating func beginStep(_ index: Int, of chunk: ChunkTally) {
    if let second = chunk.steps[index].second { timeline.advance(to: Instant(second)) }
  }

  /// The next second that has settled; take all of them before adding the step.
  package mutating func settleNext() -> SettledSecond? {
    timeline.settleNext()
  }

  /// Forgets the hits that were added to closed seconds, which the rules have taken in.
  package mutating func forgetCorrections() {
    timeline.forgetCorrections()
  }

  /// Lets everything up to and including the stream clock settle.
  package mutating func finish() {
    timeline.finish()
  }

  /// The intervals that have not ended, each once, oldest first; to be taken at the very end.
  package mutating func takeOpenInterval() -> EndedInterval? {
    timeline.takeOpenInterval()
  }

  /// Adds the hits of a step of a chunk; the wall clock stands in for the stream clock before the
  /// first line.
  package mutating func addStep(
    _ index: Int, of chunk: ChunkTally, as origin: Origin, wallClock: Instant
  ) {
    let step = chunk.steps[index]
    let before = index > 0 ? chunk.steps[index - 1] : ChunkTally.Step()
    if origin == .live { count(step) }
    for second in chunk.seconds[before.secondsEnd..<step.secondsEnd] {
      timeline.add(second.sums, to: second.second)
      if origin == .live { extendSpan(to: second.second) }
    }
    let clock = timeline.clock ?? wallClock
    if step.skewed.hits > 0 { addSkewed(step.skewed, at: clock, as: origin) }
    for run in before.runsEnd..<step.runsEnd { addRun(run, of: chunk, as: origin, clock: clock) }
    if index == chunk.steps.count - 1, let example = chunk.malformedExample {
      malformedExample = Array(chunk.bytes[example].prefix(Ledger.exampleBytes))
      for end in [UInt8(ascii: "\n"), UInt8(ascii: "\r")] where malformedExample?.last == end {
        malformedExample?.removeLast()
      }
    }
  }

  /// Closes an interval that has ended: what is to be reported of it, with that many sections.
  package mutating func report(_ interval: EndedInterval, top count: Int) -> IntervalReport {
    let live = interval.tally.live
    if let live { total.merge(live) }
    // What is empty takes over all of the other.
    total.sections.capacity = .whole
    defer { counts = LineCounts() }
    return IntervalReport(
      start: interval.start, end: interval.end,
      statistics: live?.statistics(top: count) ?? Statistics(), counts: counts)
  }

  /// What everything read adds up to, once all intervals are closed.
  package func summary(top count: Int) -> Summary {
    Summary(
      span: span.map { Instant($0.lowerBound)..<Instant($0.upperBound + 1) },
      statistics: total.statistics(top: count), counts: totalCounts)
  }

  private mutating func count(_ step: ChunkTally.Step) {
    var read = LineCounts()
    read.lines = step.lines
    read.malformed = step.malformed
    read.comments = step.comments
    read.skewed = step.skewed.hits
    counts.add(read)
    totalCounts.add(read)
  }

  private mutating func extendSpan(to second: Int) {
    span = min(span?.lowerBound ?? second, second)...max(span?.upperBound ?? second, second)
  }

  private mutating func addSkewed(_ sums: HitSums, at clock: Instant, as origin: Origin) {
    if timeline.clock == nil {
      var waiting = standIn?.sums ?? HitSums()
      waiting.merge(sums)
      standIn = (clock, waiting)
    } else {
      timeline.add(sums, to: clock.seconds)
    }
    if origin == .live { extendSpan(to: clock.seconds) }
  }

  private mutating func addRun(
    _ index: Int, of chunk: ChunkTally, as origin: Origin, clock: Instant
  ) {
    // The run itself is not copied: that would count the references of all that its tally holds.
    let hits = chunk.runs[index].hits
    let interval = chunk.runs[index].interval ?? timeline.timing.interval(of: clock.seconds)
    let isLate = timeline.hasEnded(interval)
    if origin == .live { totalHits += hits }
    guard !isLate else {
      guard origin == .live else { return }
      var late = LineCounts()
      late.late = hits
      counts.add(late)
      totalCounts.add(late)
      merger.merge(index, of: chunk, into: &total)
      return
    }
    // Taken out and put back, so that it is changed in its place and never copied.
    var tally = timeline.intervals.take(interval) ?? IntervalTally()
    var part = tally[origin] ?? Tally()
    tally[origin] = nil
    part.sections.capacity = timeline.intervals.capacity(beside: tally)
    merger.merge(index, of: chunk, into: &part)
    tally[origin] = part
    timeline.intervals.put(interval, tally)
  }
}

import AccessLog

/// Puts tallies in their place in time: the stream clock, the seconds that close and the intervals
/// that end as they do.
///
/// Used step by step, since the rules that alert are judged in between: advance the clock, take
/// what closes until there is nothing more, add the hits.
package struct Timeline: Sendable {
  /// How long the seconds are kept for the screen.
  package static let historySeconds = 3_600
  /// How many cells all selections may have: 16 to 32 MB.
  private static let mostCells = 1_000_000
  /// How much of a longer silence is reported, in seconds.
  private static let daySeconds = 86_400

  package let timing: Timing
  /// Whether intervals without a hit are reported, from that of the first line on.
  private let reportsSilence: Bool
  /// For how many seconds the hits of seconds are kept, besides those of the window.
  private let keptSeconds: Int
  /// How far back the rules look from the second that they judge, in seconds.
  package var longestWindow: Int
  package var firstInterval = Int.min
  /// What is kept to judge the same again, as long as it is.
  package var journal: Journal?
  /// The first second of which all lines were read; `nil` if nothing before was left out.
  package var coveredSince: Instant?

  /// The greatest instant so far, carried on by ``advance(to:)``.
  package private(set) var clock: Instant?
  /// The last second that has closed.
  package private(set) var lastClosed: Instant?
  /// What was added to seconds after they had closed, since
  /// ``forgetCorrections()``.
  package private(set) var corrections: [Correction] = []
  /// What was counted of the seconds that the rules and the screen look back on.
  package var seconds: SecondRing
  /// What was added up of each selection.
  package var selections: [SelectionSeries]
  /// The names of the groups of selections, by their hashes.
  package var groupNames = GroupNames()
  /// The first second of which all hits are among ``seconds``; `nil` if nothing before was left out.
  package var summedSince: Instant?
  /// The second of the first hit of all.
  package var firstHit: Instant?
  package var intervals: OpenIntervals
  /// The newest second that has anything that rules add up.
  private var newestSum = Int.min
  /// The newest second that has a hit.
  package var newestHit = Int.min
  /// The oldest second that has a hit.
  package var oldestHit: Int?
  private var isFinishing = false

  package init(
    timing: Timing, longestWindow: Int, reportsSilence: Bool, selections: [Selection] = [],
    keptSeconds: Int = Timeline.historySeconds
  ) {
    self.timing = timing
    self.longestWindow = longestWindow
    self.reportsSilence = reportsSilence
    self.keptSeconds = keptSeconds
    seconds = Timeline.ring(timing, longestWindow, kept: keptSeconds, endingAt: 0)
    self.selections = Timeline.selectionSeries(selections, timing, longestWindow, endingAt: 0)
    intervals = OpenIntervals(mostOpen: timing.mostOpenIntervals)
  }

  /// Moves the stream clock on; an earlier time than it shows changes nothing.
  package mutating func advance(to instant: Instant) {
    if clock.map({ instant > $0 }) ?? true { journal?.advance(to: instant.seconds) }
    guard let clock else {
      self.clock = instant
      lastClosed = Instant(timing.lastClosed(at: instant.seconds))
      firstInterval = timing.interval(of: instant.seconds)
      firstHit = firstHit ?? instant
      seconds = Timeline.ring(
        timing, longestWindow, kept: keptSeconds, endingAt: instant.seconds)
      selections = Timeline.selectionSeries(
        selections.map(\.selection), timing, longestWindow, endingAt: instant.seconds)
      return
    }
    self.clock = max(clock, instant)
  }

  /// Whether no rule's window that ends with the last closed second has a hit.
  package var isQuiet: Bool {
    guard let lastClosed else { return false }
    return max(newestHit, newestSum) <= lastClosed.seconds - longestWindow
  }

  /// Closes every second up to and including the stream clock.
  package mutating func finish() {
    isFinishing = true
  }

  /// The next second that has closed, or `nil` if the stream clock has to advance first.
  ///
  /// While no rule's window has a hit, only those seconds are given that end an interval to report, the
  /// last, and `next`: the first one at which the passing of time alone changes a verdict.
  package mutating func closeNext(nextVerdict next: Instant? = nil) -> ClosedSecond? {
    guard let clock, let lastClosed else { return nil }
    let target = isFinishing ? clock.seconds : timing.lastClosed(at: clock.seconds)
    guard lastClosed.seconds < target else { return nil }
    var second = lastClosed.seconds + 1
    if isQuiet {
      second = min(target, nextReport(after: lastClosed.seconds, target: target))
      if let next { second = min(second, max(next.seconds, lastClosed.seconds + 1)) }
    }
    let newest = second + timing.latenessSeconds + 1
    seconds.advance(to: newest)
    for index in selections.indices {
      selections[index].advance(to: newest)
      selections[index].close(second, groupNames)
    }
    // Every eighth second only, since all cells are visited.
    if second.isMultiple(of: 8), groupNames.names.byteCount > GroupNames.mostBytes {
      limitNames(to: GroupNames.mostBytes)
    } else if groupNames.areMany {
      groupNames.keepThose(of: selections)
    }
    self.lastClosed = Instant(second)
    return ClosedSecond(
      second: Instant(second),
      ended: endsInterval(second) ? [ended(timing.interval(of: second))] : [])
  }

  /// Forgets the corrections, which the rules have taken in.
  mutating func forgetCorrections() {
    corrections.removeAll(keepingCapacity: true)
  }

  /// The intervals that have not ended, each once, oldest first; to be taken at the very end.
  package mutating func takeOpenInterval() -> EndedInterval? {
    if let interval = intervals.first {
      skip(interval)
      return ended(interval)
    }
    guard reportsSilence, let clock else { return nil }
    let interval = timing.interval(of: clock.seconds)
    guard !hasEnded(interval) else { return nil }
    skip(interval)
    return ended(interval)
  }

  /// Counts an interval as ended that is to be reported before its last second has closed.
  private mutating func skip(_ interval: Int) {
    let last = Instant(timing.start(ofInterval: interval + 1) - 1)
    lastClosed = max(lastClosed ?? last, last)
  }

  /// Adds hits to the second they belong to.
  package mutating func add(_ sums: SecondSums, to second: Int) {
    journal?.add(sums, to: second)
    addEarlier(sums, to: second)
    guard let lastClosed = lastClosed?.seconds else { return }
    if second <= lastClosed {
      corrections.append(Correction(second: Instant(second), sums: sums))
    }
  }

  /// Adds malformed lines to the second that the clock shows; those before the first hit have none.
  mutating func addMalformed(_ count: Int) {
    guard let clock else { return }
    var sums = SecondSums()
    for (index, series) in selections.enumerated() where series.selection.extra == .malformed {
      sums.selected.append(SelectedHits(selection: index, cell: SelectionCell(extra: count)))
    }
    if !sums.selected.isEmpty { add(sums, to: clock.seconds) }
  }

  /// Takes back malformed lines that were added last.
  mutating func takeBack(malformed count: Int) {
    guard let clock else { return }
    for index in selections.indices where selections[index].selection.extra == .malformed {
      for (second, lines) in selections[index].newestExtra(count, from: clock.seconds) {
        var sums = SecondSums()
        sums.selected = [SelectedHits(selection: index, cell: SelectionCell(extra: -lines))]
        add(sums, to: second)
      }
    }
  }

  /// Adds the names of groups, before their hits are added.
  package mutating func addNames(_ names: HashedNames) {
    groupNames.add(names)
    for index in selections.indices { selections[index].limitAppended(groupNames) }
    // Too many to wait until a second closes.
    if groupNames.names.byteCount > 2 * GroupNames.mostBytes {
      limitNames(to: 2 * GroupNames.mostBytes)
    }
  }

  /// Removes unused names, and forgets the smallest groups if the used names exceed `most` bytes.
  private mutating func limitNames(to most: Int) {
    guard groupNames.keepThose(of: selections) > most else { return }
    let grouped = selections.count { $0.selection.group != nil }
    for index in selections.indices {
      selections[index].forgetSmallest(
        beyondNameBytes: most / 2 / max(1, grouped), groupNames)
    }
    groupNames.keepThose(of: selections)
  }

  /// Adds hits that were read later than those that come after them in the log.
  mutating func addEarlier(_ sums: SecondSums, to second: Int) {
    seconds.add(sums.all, to: second)
    for hits in sums.selected {
      selections[hits.selection].add(hits.cell, to: second)
    }
    newestSum = max(newestSum, second)
    guard sums.all.hits > 0 else { return }
    newestHit = max(newestHit, second)
    oldestHit = min(oldestHit ?? second, second)
  }

  /// Whether the last second of an interval has closed.
  package func hasEnded(_ interval: Int) -> Bool {
    guard let lastClosed else { return false }
    return timing.start(ofInterval: interval + 1) - 1 <= lastClosed.seconds
  }

  private func nextReport(after second: Int, target: Int) -> Int {
    let withHits = intervals.first.map { timing.start(ofInterval: $0 + 1) - 1 } ?? .max
    guard reportsSilence else { return withHits }
    let start = max(second, target - Timeline.daySeconds)
    return min(withHits, timing.start(ofInterval: timing.interval(of: start + 1) + 1) - 1)
  }

  /// Whether an interval that is to be reported ends with a second.
  private func endsInterval(_ second: Int) -> Bool {
    let interval = timing.interval(of: second)
    guard timing.start(ofInterval: interval + 1) - 1 == second else { return false }
    return reportsSilence && interval >= firstInterval || intervals.contains(interval)
  }

  private mutating func ended(_ interval: Int) -> EndedInterval {
    EndedInterval(
      start: Instant(timing.start(ofInterval: interval)),
      end: Instant(timing.start(ofInterval: interval + 1)),
      tally: intervals.take(interval) ?? IntervalTally())
  }

  /// How many seconds the screen knows: the windows of all seconds of an hour are whole.
  var shownSeconds: Int { Timeline.historySeconds + longestWindow }

  /// How many cells each of so many selections may have before it is made coarser.
  static func cellLimit(_ selections: [Selection]) -> Int {
    max(65_536, mostCells / max(1, selections.count(where: \.hasCells)))
  }

  /// How many seconds are kept of a selection.
  static func keptSeconds(_ timing: Timing, _ longestWindow: Int) -> Int {
    longestWindow + timing.latenessSeconds + 2
  }

  private static func selectionSeries(
    _ selections: [Selection], _ timing: Timing, _ longestWindow: Int, endingAt newest: Int
  ) -> [SelectionSeries] {
    let cellLimit = cellLimit(selections)
    return selections.map {
      SelectionSeries(
        $0, count: keptSeconds(timing, longestWindow), newest: newest, cellLimit: cellLimit)
    }
  }

  static func ring(
    _ timing: Timing, _ longestWindow: Int, kept: Int = historySeconds, endingAt newest: Int
  ) -> SecondRing {
    SecondRing(count: kept + longestWindow + timing.latenessSeconds + 2, newest: newest)
  }
}

/// A second of which the verdict is due.
package struct ClosedSecond: Sendable {
  package let second: Instant
  /// The interval to report that ends with it, one at most.
  ///
  /// An array, since most seconds have none, and an interval is large.
  package let ended: [EndedInterval]

  fileprivate init(second: Instant, ended: [EndedInterval]) {
    self.second = second
    self.ended = ended
  }
}

/// An interval whose last second has closed.
package struct EndedInterval: Sendable {
  /// Inclusive.
  package var start: Instant
  /// Exclusive.
  package var end: Instant
  package internal(set) var tally: IntervalTally
  /// The clients of the reported hits, folded into networks; `nil` until that was done.
  var folds: [Int: ClientFold]?

  /// Whether a line that counts is a hit of it.
  package var hasLiveHits: Bool {
    (tally.live?.hits ?? 0) > 0 || (tally.unsettled?.hits ?? 0) > 0
  }
}

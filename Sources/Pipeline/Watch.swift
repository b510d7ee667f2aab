package import AccessLog
package import Alerting
package import Query
package import Traffic

/// Watches the traffic: what the chunks of a log add up to, judged and reported as its time passes.
///
/// A value, so that it can be tested without concurrency; ``Aggregator`` owns one.
package struct Watch: Sendable {
  enum Phase: Sendable {
    /// Lines from before the start are being read; nothing of them is reported.
    case context
    /// What was written since an earlier run is being read: it counts, in its own time.
    case resuming
    case live
  }

  package internal(set) var settings: WatchSettings
  var scanner: LineScanner { settings.scanner }
  var ledger: Ledger
  var book: AlertBook
  /// What is yet to be known of the time before the context.
  var hindsight: Hindsight? {
    // Asked for each second, and the books in it are large.
    didSet { wantsEarlier = hindsight?.isWaiting ?? false }
  }
  /// Whether earlier lines are needed to know if an alert was under way at the start, and since when.
  package private(set) var wantsEarlier = false
  var history: History
  var phase: Phase
  /// From where the stream clock runs on while no lines come.
  var carried = CarriedClock()
  /// When the hit that is held was read.
  var heldAt: Moment?
  /// How long a hit is held while no other comes.
  private static let longestHold = Duration.seconds(2)
  /// How far the log's clock is behind the wall clock; `nil` before the first line of this run and the
  /// earlier ones.
  var skewSeconds: Int?
  /// When this run resumed an earlier one.
  var resumedAt: Moment?
  /// Whether a line that was written between the two has moved the stream clock.
  private var hasAdvancedResuming = false
  /// The wall clock when the earlier run was saved, until all that was written since has been read.
  package internal(set) var resumedFrom: Instant?
  /// The newest lines, for what is looked at again.
  private(set) var recent = RecentLines()
  /// By which dimensions the intervals are listed that are not reported yet; sections always are.
  package var listed: [Dimension] = []
  /// When ``tick(at:)`` was last called.
  private var lastTick: Duration?
  /// Whether malformed lines come where hits did.
  ///
  /// Then the log is not known to be quiet, and hits alone move the clock: an alert must not recover
  /// because lines cannot be parsed, and a replay gives the same verdicts.
  package var isInDoubt = false
  /// Whether a book of the fleet moves the clock, in place of lines and of the time that passes.
  package var followsFleet = false
  /// The last second that another process has judged; `nil` once a later one has been judged here.
  var judgedThrough: Instant?
  /// Whether a source of lines cannot be read: then hits may be missing, and no alert recovers.
  ///
  /// Only while following: what a replay says depends on nothing but the lines.
  package var lacksData: Bool {
    get { book.lacksData }
    set { if settings.isFollowing { book.lacksData = newValue } }
  }
  /// Ticks that are further apart mean that the program stood still.
  private static let longestPause = Duration.seconds(3)

  /// Begins to watch; with context first if ``endContext(modified:at:)`` will be called.
  package init(_ settings: WatchSettings, startsWithContext: Bool) {
    self.settings = settings
    book = AlertBook(settings.rules)
    book.keepsTrails = settings.keepsLines
    ledger = Ledger(
      timing: settings.timing, longestWindow: book.longestWindow,
      reportsSilence: settings.isFollowing, scanner: settings.scanner,
      counting: settings.counting)
    history = History(
      intervalSeconds: settings.timing.intervalSeconds,
      dimensions: settings.counting.listed.count)
    phase = startsWithContext ? .context : .live
    if startsWithContext { ledger.timeline.journal = Journal() }
    beginDigests()
  }

  /// Whether the causes of triggers are looked for.
  var findsCauses: Bool { settings.findsCauses }

  /// Begins to keep what causes are looked for in.
  mutating func beginDigests() {
    if findsCauses { ledger.beginDigests(forWindow: book.longestRuleWindow) }
  }

  /// Whether context is being read: nothing of it is reported.
  package var isContext: Bool { phase == .context }

  /// Whether ``endContext(modified:at:)`` is yet to come.
  package var isCatchingUp: Bool { phase != .live }

  /// All hits that were counted, those of runs before too.
  package var totalHits: Int { ledger.totalHits }

  /// The stream clock; `nil` before the first line.
  package var clock: Instant? { ledger.timeline.clock }

  /// Whether the interval under way has more names than are kept exactly.
  var namesAreFull: Bool { ledger.namesAreFull }

  /// How many lines have been counted, without those of context.
  package var lineCount: Int { ledger.totalCounts.lines }

  /// How the rules stand, and their history.
  package var board: AlertBoard { book.board }

  /// Adds the next chunk of the log, and returns the events to report.
  package mutating func add(
    _ chunk: ChunkTally, as origin: Origin, readAt moment: Moment
  ) -> [TrafficEvent] {
    let selections = settings.counting.selections
    guard chunk.selections == selections else {
      // It was tallied for the rules before.
      var numbered = chunk
      numbered.number(by: selections)
      let events = add(numbered, as: origin, readAt: moment)
      ledger.timeline.forget(selectionsBut: chunk.selections)
      return events
    }
    let clock = ledger.timeline.clock
    var events: [TrafficEvent] = []
    for step in 0..<chunk.stepCount {
      switch ledger.verdictOnHeld(before: step, of: chunk) {
      case .counts: countHeld(&events)
      case .isSkewed:
        ledger.countHeldAsSkewed()
        correctWindows()
      case .none: break
      }
      ledger.beginStep(step, of: chunk)
      if findsCauses {
        closeSeconds(&events) { $0.addRunUnderWay(before: step, of: chunk, as: origin) }
      } else {
        closeSeconds(&events)
      }
      ledger.addStep(step, of: chunk, as: origin)
      correctWindows()
    }
    if chunk.hasHits { heldAt = ledger.held == nil ? nil : moment }
    keepLines(of: chunk)
    if let advanced = ledger.timeline.clock, clock.map({ advanced > $0 }) ?? true {
      noteSkew(of: advanced, at: moment)
    }
    carried.note(chunk, clock: ledger.timeline.clock, before: clock, at: moment)
    return events
  }

  /// Takes back lines that were counted as malformed, since they are read again in another format.
  mutating func takeBack(_ tail: MalformedTails.Tail, readWith memory: SourceMemory) {
    ledger.takeBack(tail, readWith: memory)
    correctWindows()
  }

  /// Keeps the lines of a chunk for what is looked at again.
  mutating func keepLines(of chunk: ChunkTally) {
    if settings.keepsLines { recent.append(chunk) }
  }

  /// Notes how far the log's clock is off where a line has moved it.
  mutating func noteSkew(of clock: Instant, at moment: Moment) {
    // What is read late says nothing of how far the log's clock is off.
    if phase == .resuming {
      hasAdvancedResuming = true
    } else if settings.isFollowing {
      skewSeconds = moment.wallClock - clock
    }
  }

  /// Counts the hit that is held in its own second.
  private mutating func countHeld(_ events: inout [TrafficEvent]) {
    ledger.advanceToHeld()
    closeSeconds(&events)
    ledger.countHeld()
    correctWindows()
  }

  /// Ends the context, or what was written since an earlier run.
  ///
  /// All lines since `coveredSince` were read, or all there are if it is `nil`. An alert that the
  /// context left under way is reported now, if what was read shows when it triggered.
  ///
  /// The stream clock continues from when the log was last written to, so that a log that fell silent
  /// long ago does not seem to have fallen silent just now.
  package mutating func endContext(
    modified: Instant?, coveredSince: Instant? = nil, at moment: Moment
  ) -> [TrafficEvent] {
    // What is read at the start may take longer than a hit is held.
    if ledger.held != nil { heldAt = moment }
    switch phase {
    case .live: return tick(at: moment)
    case .resuming: return endResuming(modified: modified, at: moment)
    case .context: break
    }
    if let modified, let last = carried.base {
      skewSeconds = modified - last.clock
      let silence = max(0, moment.wallClock - modified)
      carried.start(last.clock, at: moment.uptime - .seconds(silence))
    }
    // What happened before the start is not reported.
    _ = carryOn(to: moment)
    phase = .live
    ledger.followedFrom = ledger.timeline.clock
    if let coveredSince { ledger.forgetDigests(before: coveredSince) }
    return explained(beginHindsight(coveredSince: coveredSince))
  }

  /// Advances the stream clock to where it would be if reading had never stopped.
  private mutating func endResuming(modified: Instant?, at moment: Moment) -> [TrafficEvent] {
    phase = .live
    resumedFrom = nil
    if let last = carried.base, let resumedAt {
      // The wall clock may have been set since.
      let passed = (moment.uptime - resumedAt.uptime).components.seconds
      let wallClock = resumedAt.wallClock + Int(passed)
      // The log's clock may have been set since, too: what was written then says more than what was known.
      let found = hasAdvancedResuming ? modified.map { $0 - last.clock } : nil
      let skew = found ?? skewSeconds ?? (modified ?? wallClock) - last.clock
      skewSeconds = skew
      let silence = max(0, wallClock - skew - last.clock)
      carried.start(last.clock, at: moment.uptime - .seconds(silence))
    }
    return carryOn(to: moment)
  }

  /// Advances the stream clock while the log is quiet; call it every second.
  ///
  /// After the program stood still, or waited for its own output, there may be lines that were written
  /// meanwhile. The log is not known to be quiet before they are read, so the first call after a pause
  /// only ends the pause, and after a resume the clock waits for ``endContext(modified:at:)``.
  package mutating func tick(at moment: Moment) -> [TrafficEvent] {
    let pause = lastTick.map { moment.uptime - $0 } ?? .zero
    lastTick = moment.uptime
    return pause > Watch.longestPause || phase != .live ? [] : carryOn(to: moment)
  }

  private mutating func carryOn(to moment: Moment) -> [TrafficEvent] {
    // The servers of a fleet carry their own clocks on.
    guard !followsFleet else { return [] }
    var events: [TrafficEvent] = []
    if let heldAt, let held = ledger.held, moment.uptime - heldAt.uptime >= Watch.longestHold {
      countHeld(&events)
      carried.start(Instant(held.second), at: heldAt.uptime)
      noteSkew(of: Instant(held.second), at: heldAt)
      self.heldAt = nil
    }
    if isInDoubt {
      // Once lines can be parsed again, the clock continues from where it is.
      carried.hold(clock, at: moment)
    } else if let now = carried.clock(at: moment) {
      ledger.advance(to: now)
    }
    closeSeconds(&events)
    return events
  }

  /// How long until ``tick(at:)`` has the stream clock show another second.
  package func untilNextTick(at moment: Moment) -> Duration {
    guard let base = carried.base, phase == .live else { return .seconds(1) }
    let passed = moment.uptime - base.uptime
    let untilNextSecond = Duration.seconds(passed.components.seconds + 1) - passed
    guard let heldAt else { return untilNextSecond }
    let untilRelease = heldAt.uptime + Watch.longestHold - moment.uptime
    return min(untilNextSecond, max(.milliseconds(1), untilRelease))
  }

  /// Changes the threshold of a rule, in the unit of its measure, and judges the last closed second
  /// again at once.
  package mutating func setThreshold(_ threshold: Double, of rule: RuleName) -> [TrafficEvent] {
    let transitions = book.setThreshold(threshold, of: rule, in: ledger.timeline)
    return isJudging ? transitions.map { .alert(explained($0)) } : []
  }

  /// Ends the watch: all seconds close, the intervals under way are reported, then the summary.
  ///
  /// It ends with the last line, or with the second `last` where that is later.
  package mutating func finish(through last: Instant? = nil) -> [TrafficEvent] {
    var events = endHindsight()
    countHeld(&events)
    if let last { ledger.advance(to: last) }
    ledger.finish()
    closeSeconds(&events)
    while let interval = ledger.takeOpenInterval() { close(interval, &events) }
    phase = .live
    events.append(.summary(ledger.summary(top: settings.top)))
    return events
  }

  /// All that a screen shows.
  package func snapshot() -> Snapshot {
    let top = settings.keptSections ?? settings.top
    return ledger.snapshot(history, skewSeconds: skewSeconds ?? 0, top: top, by: listed)
  }
}

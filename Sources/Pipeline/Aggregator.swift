package import AccessLog
package import Alerting
package import Feed
package import Fleet
package import Query
package import TallyCodec
package import Traffic

/// Owns the watch: merges what the workers tallied, in the order of the log.
///
/// Called a few times a chunk, never a line. Chunks are tallied in parallel and come in any order; a
/// chunk that is early waits here. A limited number of chunks is admitted at a time.
package actor Aggregator {
  /// What the workers give, numbered in the order of the log.
  package enum Part: Sendable {
    /// More than one where the format of a source changes.
    case chunk(
      [ChunkTally], as: Origin, readAt: Moment, checkpoints: [SourceCheckpoint] = [],
      sources: [SourceName] = [])
    case contextEnds(
      modified: Instant?, coveredSince: Instant? = nil, at: Moment,
      checkpoints: [SourceCheckpoint] = [])
    case earlier(ChunkTally)
    case earlierEnds(coveredSince: Instant?, isAll: Bool)
    case tallies(FleetBatch, readAt: Moment)
    case source(SourceEvent, at: Instant)
  }

  var watch: Watch
  private(set) var checkpoints: SourceCheckpoints
  /// What is counted beside it for the screen.
  var beside = ScreenCounts()
  /// Whether the lines of each source can be parsed.
  package internal(set) var parsing = ParseBook()
  /// The malformed lines that may turn out to be of another format.
  var tails: MalformedTails
  /// What has become of the sources, as of the lines that were added.
  package private(set) var sources = SourceBook()
  /// Incremented whenever the result of ``view()`` or ``write(to:at:)`` may have changed, except by time
  /// passing.
  package internal(set) var revision = 0
  /// Whether all context has been added.
  package private(set) var hasContext: Bool
  /// Whether all that was there at the start has been added.
  package private(set) var isUpToDate = false
  /// Where events are published.
  package nonisolated let bus: EventBus
  /// What is known of servers that send tallies.
  var fleet: FleetFeed
  /// `nil` unless how the rules stand is kept by someone else.
  var keeping: AlertKeeping?
  private let answerEarlier: @Sendable (Bool) -> Void
  private let ask: @Sendable ([Selection]) -> Void
  private let gate: PartGate
  /// How many parts are admitted at a time.
  nonisolated let limit: Int
  /// Changes of the rules that are made as soon as they can be.
  private var changes: [RuleChange] = []
  private var early: [Int: Part] = [:]
  private var nextNumber = 0

  /// Creates an aggregator that admits at most `limit` parts at a time.
  ///
  /// Events are published on `bus` in order; while a sink holds it up, no part is admitted.
  /// `answerEarlier` is called after each stretch of earlier lines, and says whether another is wanted.
  /// `ask` is called when the rules need something else added up.
  /// `checkpoints` say how far the sources have been read, if the watch continues an earlier run, and `doubts`
  /// which of them that run could not parse, and `tails` the last lines that it could not.
  package init(
    _ watch: Watch, checkpoints: SourceCheckpoints = SourceCheckpoints(),
    doubts: [ParseBook.Doubt] = [], tails: MalformedTails = MalformedTails(),
    at uptime: Duration = .zero, limit: Int, bus: EventBus = EventBus(),
    fleet: FleetFeed = FleetFeed(),
    answerEarlier: @escaping @Sendable (Bool) -> Void = { _ in },
    ask: @escaping @Sendable ([Selection]) -> Void = { _ in }
  ) {
    self.watch = watch
    self.checkpoints = checkpoints
    hasContext = !watch.isCatchingUp
    self.limit = limit
    gate = PartGate(limit: limit, Wishes(watch))
    self.bus = bus
    self.fleet = fleet
    self.answerEarlier = answerEarlier
    self.ask = ask
    self.tails = tails
    parsing.resume(doubts, at: uptime)
  }

  /// Waits until another part is admitted; only one caller may wait at a time.
  ///
  /// Returns how to tally its lines, which depends on the rules and on how many names there are.
  /// The actor may be busy meanwhile.
  @discardableResult
  package nonisolated func admit() async -> Wishes {
    await bus.waitForCapacity()
    return await gate.admit()
  }

  /// How to tally the next lines.
  package struct Wishes: Sendable {
    package let selections: [Selection]
    /// Whether tallies of runs would be ignored; see ``Counting/talliesRuns``.
    package let namesAreFull: Bool

    init(_ watch: Watch) {
      selections = watch.settings.counting.selections
      namesAreFull = watch.namesAreFull
    }
  }

  /// Adds a part that was admitted, once all before it have been added.
  package func add(_ part: Part, number: Int) {
    revision += 1
    early[number] = part
    while let next = early.removeValue(forKey: nextNumber) {
      nextNumber += 1
      switch next {
      case .chunk(let tallies, let origin, let moment, let checkpoints, let sources):
        // Context is not counted yet: its end says how far it was read.
        if origin == .live { note(checkpoints) }
        for chunk in tallies { take(chunk, as: origin, of: sources, at: moment) }
        watch.isInDoubt = parsing.isInDoubt(at: moment.uptime)
      case .earlier(let chunk): watch.addEarlier(chunk)
      case .earlierEnds(let coveredSince, let isAll):
        publish(watch.endEarlier(coveredSince: coveredSince, isAll: isAll))
        changeIfPossible()
        answerEarlier(watch.wantsEarlier)
      case .contextEnds(let modified, let coveredSince, let moment, let checkpoints):
        note(checkpoints)
        let resumes = !watch.isContext && watch.isCatchingUp
        publish(
          watch.endContext(modified: modified, coveredSince: coveredSince, at: moment), at: moment)
        hasContext = true
        isUpToDate = true
        fleet.catchUp(at: moment, modified: modified)
        publish(watch.silenced + (resumes ? watch.resumed() : []) + [.caughtUp])
        changeIfPossible()
      case .tallies(let batch, let moment):
        publish(add(batch, at: moment), at: moment)
      case .source(let event, let time):
        fleet.note(event)
        switch event.change {
        case .waiting, .failed, .ended:
          parsing.rest(event.source)
        default: break
        }
        sources.note(event)
        watch.lacksData = !sources.failures.isEmpty
        publish([.source(event, at: time)])
      }
    }
    gate.open(added: nextNumber, Wishes(watch))
  }

  /// Advances the stream clock, and returns how long until it shows another second.
  package func tick(at moment: Moment) -> Duration {
    // What an earlier run could not parse may be parsed in what is read at the start.
    if isUpToDate { note(parsing.tick(at: moment.uptime), at: moment) }
    watch.isInDoubt = parsing.isInDoubt(at: moment.uptime)
    let events = tickFleet(at: moment) + watch.tick(at: moment)
    note(fleetNews(at: moment), at: moment)
    if !events.isEmpty { revision += 1 }
    publish(events, at: moment)
    return watch.untilNextTick(at: moment)
  }

  /// Changes the threshold of a rule, in the unit of its measure, and judges the last closed second
  /// again at once.
  package func setThreshold(_ threshold: Double, of rule: RuleName) {
    revision += 1
    publish(watch.setThreshold(threshold, of: rule))
  }

  /// The rules as they are now, each with what the settings say of it.
  package var rules: [(settings: AlertRule, now: AlertRule)] { watch.ruleChanges }

  /// Changes the rules, as soon as all that was there at the start has been judged by those before.
  package func change(_ change: RuleChange) {
    changes.append(change)
    changeIfPossible()
  }

  private func changeIfPossible() {
    guard watch.canAdopt, !changes.isEmpty else { return }
    revision += 1
    for change in changes { publish(watch.make(change)) }
    fleet.book?.adopt(watch.settings.counting.selections)
    ask(watch.settings.counting.selections)
    gate.open(added: nextNumber, Wishes(watch))
    changes = []
  }

  /// Has a sink take all events from now on, and hear of the alerts that are under way, but for those of
  /// rules that are silenced.
  package func add(_ queue: SinkQueue) {
    bus.add(queue)
    guard isUpToDate else { return }
    queue.put(watch.audible.map { .alert($0) } + watch.silenced + [.caughtUp])
  }

  /// Reminds a sink of the alerts that are under way: it is not known which of them it knows.
  package func remind(_ queue: SinkQueue) {
    guard isUpToDate else { return }
    queue.put([.resumed(watch.book.underWay)])
  }

  /// Has the intervals listed by these dimensions that are not reported yet.
  package func list(by dimensions: [Dimension]) {
    revision += 1
    watch.listed = dimensions
  }

  /// Ends the watch; everything that was admitted must have been added.
  package func finish() {
    revision += 1
    var events = finishFleet() + watch.finish()
    // Before the summary, which is the last.
    if !watch.settings.isFollowing, !watch.book.underWay.isEmpty {
      events.insert(.underWay(watch.book.underWay), at: events.count - 1)
    }
    publish(events)
  }

  /// Records that no more lines will come of any source.
  package func endSources() {
    revision += 1
    sources.end()
  }

  /// How many lines have been counted.
  package var lineCount: Int { watch.lineCount }

  /// All that a screen shows.
  package func view() -> ScreenView {
    let snapshot = watch.snapshot()
    return ScreenView(
      snapshot: snapshot, board: watch.board, sources: sources,
      filtered: filteredViews(of: snapshot), lines: beside.lines?.view,
      servers: fleet.book?.servers() ?? [], refusals: fleet.book?.refusals ?? FleetRefusals())
  }

  /// Whether there is a state to save: context that is still being read does not count.
  package var hasState: Bool { !watch.isContext }

  /// Writes the state for the next run, and returns the writer; nothing is added meanwhile.
  ///
  /// All events up to it have been published.
  ///
  /// - Precondition: ``hasState``.
  package func write(to writer: RecordWriter, at moment: Moment) -> RecordWriter {
    var writer = writer
    SavedWatch(
      watch: watch, checkpoints: checkpoints, doubts: parsing.doubts, tails: tails
    ).write(to: &writer, at: moment)
    return writer
  }

  /// Takes in the format that a source was found to have, which need not be news.
  func note(_ finding: FormatFinding?, of source: SourceName, at moment: Moment) {
    guard let finding, sources.formats[source] != finding.format.name else { return }
    note([SourceEvent(source: source, change: .format(finding))], at: moment)
  }

  private func note(_ checkpoints: [SourceCheckpoint]) {
    for checkpoint in checkpoints { self.checkpoints.note(checkpoint) }
  }

  func note(_ events: [SourceEvent], at moment: Moment) {
    guard !events.isEmpty else { return }
    revision += 1
    for event in events { sources.note(event) }
    publish(events.map { .source($0, at: moment.wallClock) })
  }
}

/// All that a screen shows of what was counted, at one moment.
package struct ScreenView: Sendable {
  package var snapshot: Snapshot
  package var board: AlertBoard
  package var sources: SourceBook
  /// What is known of the traffic that filters choose.
  package var filtered: [LookPlace: FilteredView] = [:]
  /// The lines that are looked at.
  package var lines: LineView?
  /// The servers that send tallies, in the order of their names.
  package var servers: [FleetServer] = []
  /// What they sent that could not be taken in.
  package var refusals = FleetRefusals()
}

import AccessLog
import Alerting
import Pipeline
import Query
import TallyCodec
import TestSupport
import Testing
import Traffic

private let wallClock = 1_600_000_000
private let scanner = LineScanner(nameKey: 7)
private let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(5_000))

/// A run that can be ended and resumed at any chunk.
private struct Run {
  let settings: WatchSettings
  var watch: Watch
  var checkpoints = SourceCheckpoints()
  var events: [TrafficEvent] = []

  init(
    _ timing: Timing = Timing(), window: Int = 120,
    top: Int = 100, threshold: Double = 1.5,
    others: [AlertRule] = []
  ) {
    settings = WatchSettings(
      timing: timing, rules: [AlertRule(windowSeconds: window, threshold: threshold)] + others,
      top: top, isFollowing: true, scanner: scanner)
    watch = Watch(settings, startsWithContext: false)
  }

  /// What a screen shows, but for why lines were malformed, which no state tells.
  var known: Snapshot {
    var snapshot = watch.snapshot()
    snapshot.faults = FaultTally()
    return snapshot
  }

  mutating func add(_ bytes: [UInt8]) {
    // What is switched on adds up more.
    let chunk = ChunkTallier.tally(
      bytes, timing: settings.timing, scanner: scanner, counting: watch.settings.counting)
    events += watch.add(chunk, as: .live, readAt: moment)
  }

  var state: [UInt8] { state(at: moment) }

  func state(at moment: Moment) -> [UInt8] {
    var writer = RecordWriter()
    SavedWatch(watch: watch, checkpoints: checkpoints).write(to: &writer, at: moment)
    return writer.bytes
  }

  /// Ends the run and resumes it at once: nothing was written in between.
  mutating func restart(with settings: WatchSettings? = nil) throws {
    var reader = RecordReader(state)
    let saved = try SavedWatch(from: &reader, settings: settings ?? self.settings, at: moment)
    #expect(reader.isAtEnd)
    (watch, checkpoints) = (saved.watch, saved.checkpoints)
    events += watch.endContext(modified: nil, at: moment)
  }
}

@Suite struct StateTests {
  private static let errors = RuleName("errors")

  /// More than two in five hits of a minute are errors.
  private static let share = AlertRule(
    name: errors, measure: .share(of: .errors), windowSeconds: 60, threshold: 0.4, recovery: 0.3,
    minimumHits: 5)

  /// A rule of each kind, pending and kept for a while.
  private static func everyKind() throws -> [AlertRule] {
    func rule(
      _ name: String, _ measure: Measure, _ seconds: Int, _ threshold: Double,
      _ change: (inout AlertRule) -> Void = { _ in }
    ) -> AlertRule {
      var rule = AlertRule(
        name: RuleName(name), measure: measure, windowSeconds: seconds, threshold: threshold)
      rule.forSeconds = 2
      rule.keepSeconds = 3
      change(&rule)
      return rule
    }
    let failed = try Filter("status >= 500")
    return [
      rule("share by section", .share(of: .matching(failed)), 30, 0.3) { $0.group = .section },
      rule("rate by client", .rate, 10, 0.2) { $0.group = .client },
      rule("p90", .percentile(90, of: .bytes), 20, 50) { $0.filter = failed },
      rule("p50 by method", .percentile(50, of: .bytes), 15, 30) { $0.group = .method },
      rule("clients", .clients, 12, 2), rule("malformed", .malformed, 40, 0.02),
      rule("silence", .silence, 5, 3) { $0.filter = failed },
      rule("bytes", .bytes, 10, 1.5) { $0.againstSeconds = 30 },
      rule("below", .rate, 20, 0.5) { $0.side = .below },
    ]
  }

  private static let timings = [
    (Timing(), 120), (Timing(intervalSeconds: 1, latenessSeconds: 0), 1),
    (Timing(intervalSeconds: 7, latenessSeconds: 5), 33),
    (Timing(intervalSeconds: 60, latenessSeconds: 100), 10),
  ]

  @Test(arguments: timings, [UInt64(1), 2])
  func aRunThatIsCutAnywhereTellsWhatAnUncutOneTells(spans: (Timing, Int), seed: UInt64) throws {
    let (timing, window) = spans
    let lines = LogFixture.troubled(
      300, seed: seed, start: 1_594_195_830)
    var random = SeededRandom(seed: seed)
    for top in [100, 5] {
      var whole = Run(
        timing, window: window, top: top,
        others: [StateTests.share] + (try StateTests.everyKind()))
      var cut = whole
      for chunk in LogFixture.chunks(LogFixture.bytes(lines), size: 1_200) {
        whole.add(chunk)
        cut.add(chunk)
        if Int.random(in: 0..<3, using: &random) == 0 { try cut.restart() }
        guard Int.random(in: 0..<9, using: &random) == 0 else { continue }
        let threshold = Double.random(in: 0..<3, using: &random)
        whole.events += whole.watch.setThreshold(threshold, of: .highTraffic)
        cut.events += cut.watch.setThreshold(threshold, of: .highTraffic)
      }
      try cut.restart()
      // Compared apart from the expectation: such values take minutes to print.
      let isAlike = cut.known == whole.known
      #expect(isAlike && cut.watch.board == whole.watch.board)
      var later = moment
      later.uptime += .seconds(150)
      later.wallClock = later.wallClock + 150
      whole.events += whole.watch.tick(at: later) + whole.watch.finish()
      cut.events += cut.watch.tick(at: later) + cut.watch.finish()
      let isTheSame = cut.events.spelledOut == whole.events.spelledOut
      #expect(isTheSame)
      let staysAlike = cut.known == whole.known
      #expect(staysAlike)
    }
  }

  /// More sections, methods and clients than are kept exactly.
  @Test func sumsBeyondTheExactTablesSurviveARestart() throws {
    func lines(_ numbers: Range<Int>, _ second: Int) -> [UInt8] {
      LogFixture.bytes(
        numbers.map { number in
          LogFixture.line(
            second, client: "10.\(number >> 16).\(number >> 8 & 255).\(number & 255)",
            target: number % 20 == 0 ? "/often/\(number)" : "/\(number)",
            method: "M\(number % 300)")
        })
    }
    var whole = Run(Timing(intervalSeconds: 60), top: 50)
    whole.add(lines(0..<70_000, 1_594_195_800))
    whole.add(lines(70_000..<71_000, 1_594_195_801))
    var cut = whole
    try cut.restart()
    // A section that was rare so far becomes frequent.
    let more = LogFixture.bytes(
      Array(repeating: LogFixture.line(1_594_195_805, target: "/70999/x"), count: 900))
    whole.add(more)
    cut.add(more)
    try cut.restart()
    let isAlike = cut.watch.finish() == whole.watch.finish()
    #expect(isAlike)
  }

  @Test(arguments: [(1, 1), (90_000, 0)])
  func aHeldHitSurvivesARestart(next: Int, skewed: Int) throws {
    let start = 1_594_195_830
    var run = Run()
    run.add(
      LogFixture.bytes([
        LogFixture.line(start), LogFixture.line(start + 90_000, target: "/ahead/x"), "nonsense",
      ]))
    try run.restart()
    #expect(run.watch.clock == Instant(start))
    run.add(LogFixture.bytes([LogFixture.line(start + next)]))
    #expect(run.watch.clock == Instant(start + next))
    let summary = run.watch.finish().summary
    #expect(summary?.statistics.hits == 3)
    #expect(summary?.statistics.sections.map(\.name).contains(Array("/ahead".utf8)) == true)
    #expect(summary?.counts.skewed == skewed)
    #expect(summary?.counts.lines == 4)
  }

  @Test func marksComeBackInOrder() throws {
    var run = Run()
    for number in 0..<40 {
      run.checkpoints.note(
        SourceCheckpoint(source: Array("log".utf8), part: [UInt8(number)], place: [1, 2]))
    }
    run.checkpoints.note(SourceCheckpoint(source: Array("log".utf8), part: [30], place: [9]))
    run.checkpoints.note(SourceCheckpoint(source: Array("other".utf8), part: [], place: [1]))
    let before = run.checkpoints
    try run.restart()
    #expect(run.checkpoints == before)
    #expect(run.checkpoints.all.count == 41)
    #expect(run.checkpoints.all.filter { $0.part == [30] }.map(\.place) == [[9]])
  }

  @Test func theClockWaitsForLinesWrittenMeanwhile() throws {
    var run = Run(Timing(intervalSeconds: 10, latenessSeconds: 0), window: 60)
    let start = wallClock - 3_600
    run.add(LogFixture.bytes([LogFixture.line(start)]))
    var reader = RecordReader(run.state)
    // A minute later, on a machine that was restarted.
    let later = Moment(wallClock: Instant(wallClock + 60), uptime: .seconds(3))
    run.watch = try SavedWatch(from: &reader, settings: run.settings, at: later).watch
    #expect(run.watch.tick(at: later).isEmpty)
    #expect(run.watch.isCatchingUp)
    let chunk = ChunkTallier.tally(
      LogFixture.bytes([LogFixture.line(start + 25), LogFixture.line(start + 31)]),
      timing: run.settings.timing, scanner: scanner)
    var events = run.watch.add(chunk, as: .live, readAt: later)
    events += run.watch.endContext(modified: nil, at: later)
    #expect(!run.watch.isCatchingUp)
    let reports = events.intervals
    #expect(reports.map { $0.start - Instant(start) } == [0, 10, 20, 30, 40, 50])
    #expect(reports.map(\.statistics.hits) == [1, 0, 1, 1, 0, 0])
    #expect(reports.allSatisfy { $0.counts.late == 0 })
    #expect(run.watch.clock == Instant(start + 60))
    #expect(run.watch.snapshot().skewSeconds == 3_600)
  }

  /// The log's clock may be set between two runs: it was a minute ahead.
  @Test(arguments: [0, 45, -45])
  func whatWasWrittenBetweenTwoRunsTellsTheTime(set: Int) throws {
    var run = Run()
    run.add(LogFixture.bytes([LogFixture.line(wallClock + 60)]))
    var reader = RecordReader(run.state)
    let later = Moment(wallClock: Instant(wallClock + 200), uptime: .seconds(5_200))
    run.watch = try SavedWatch(from: &reader, settings: run.settings, at: later).watch
    let chunk = ChunkTallier.tally(
      LogFixture.bytes([LogFixture.line(wallClock + 199 + set)]), timing: run.settings.timing,
      scanner: scanner)
    _ = run.watch.add(chunk, as: .live, readAt: later)
    _ = run.watch.endContext(modified: Instant(wallClock + 199), at: later)
    #expect(run.watch.clock == Instant(wallClock + 200 + set))
  }

  @Test func aRunThatIsKilledAsItCatchesUpHasReadNoFurtherThanTheOneBefore() throws {
    var run = Run()
    var later = moment
    for _ in 0..<3 {
      var reader = RecordReader(run.state(at: later))
      later.wallClock = later.wallClock + 60
      run.watch = try SavedWatch(from: &reader, settings: run.settings, at: later).watch
      #expect(run.watch.resumedFrom == moment.wallClock)
    }
    _ = run.watch.endContext(modified: nil, at: later)
    var reader = RecordReader(run.state(at: later))
    let next = try SavedWatch(from: &reader, settings: run.settings, at: later).watch
    #expect(next.resumedFrom == later.wallClock)
  }

  @Test func aWallClockThatIsSetWhileARunCatchesUpIsNoSilence() throws {
    var run = Run(Timing(intervalSeconds: 10, latenessSeconds: 0), window: 60)
    run.add(LogFixture.bytes([LogFixture.line(wallClock)]))
    var reader = RecordReader(run.state)
    var moment = moment
    run.watch = try SavedWatch(from: &reader, settings: run.settings, at: moment).watch
    moment.uptime += .seconds(2)
    moment.wallClock = moment.wallClock + 86_400
    _ = run.watch.endContext(modified: nil, at: moment)
    #expect(run.watch.clock == Instant(wallClock + 2))
  }

  @Test(arguments: [false, true])
  func aLogWithAnotherClockIsNotSilentBeforeItsFirstLine(
    isKilledAsItCatchesUp: Bool
  ) throws {
    var run = Run(Timing(intervalSeconds: 10, latenessSeconds: 0), window: 60)
    var reader = RecordReader(run.state)
    let moment = Moment(wallClock: Instant(wallClock + 5), uptime: .seconds(100))
    run.watch = try SavedWatch(from: &reader, settings: run.settings, at: moment).watch
    let start = wallClock - 86_400
    let chunk = ChunkTallier.tally(
      LogFixture.bytes([LogFixture.line(start)]), timing: run.settings.timing, scanner: scanner)
    _ = run.watch.add(chunk, as: .live, readAt: moment)
    if isKilledAsItCatchesUp {
      var next = RecordReader(run.state)
      run.watch = try SavedWatch(from: &next, settings: run.settings, at: moment).watch
    }
    _ = run.watch.endContext(modified: nil, at: moment)
    #expect(run.watch.clock == Instant(start))
  }

  @Test func aRuleWithAnotherThresholdStartsAsOkAndIsJudgedByIt() throws {
    var run = Run(threshold: 5)
    run.add(LogFixture.bytes((0..<240).map { LogFixture.line(1_594_195_800 + $0) }))
    _ = run.watch.setThreshold(4, of: .highTraffic)
    try run.restart()
    // The same as before: what was changed meanwhile stays.
    #expect(run.watch.board[.highTraffic].rule.threshold == 4)
    var settings = run.settings
    settings.rules[0].threshold = 0.5
    try run.restart(with: settings)
    #expect(run.watch.board[.highTraffic].rule.threshold == 0.5)
    #expect(run.watch.board[.highTraffic].underWay == nil)
    let told = run.events.count
    run.add(LogFixture.bytes((240..<250).map { LogFixture.line(1_594_195_800 + $0) }))
    #expect(Array(run.events[told...]).alerts.map(\.state) == [.triggered])
  }

  /// A rule that the settings leave out, and that was switched on, is judged as if there had been no
  /// restart: not before its window has been read, and then at once.
  @Test(arguments: [5, 45])
  func aRuleThatWasSwitchedOnStaysOn(seconds: Int) throws {
    let start = 1_594_195_800
    var rule = AlertRule(name: StateTests.errors, windowSeconds: 30, threshold: 0.8)
    rule.filter = try Filter("status >= 500")
    rule.side = .below
    rule.isEnabled = false
    func lines(_ seconds: Range<Int>) -> [UInt8] {
      LogFixture.bytes(seconds.map { LogFixture.line(start + $0, status: 503) })
    }
    var whole = Run(others: [rule])
    whole.add(lines(0..<100))
    whole.events += whole.watch.setEnabled(true, rule.name)
    whole.add(lines(100..<100 + seconds))
    var cut = whole
    try cut.restart()
    #expect(cut.watch.board[rule.name].rule.isEnabled)
    func end(_ run: inout Run) {
      run.add(lines(100 + seconds..<200))
      run.add(lines(240..<300))
    }
    end(&whole)
    end(&cut)
    #expect(whole.events.alerts.map(\.state) == [.triggered, .recovered])
    let isTheSame = cut.events.spelledOut == whole.events.spelledOut
    #expect(isTheSame)
    #expect(cut.watch.board == whole.watch.board)
  }

  /// A run with the share of errors beside the default rule, both triggered, their thresholds
  /// changed meanwhile.
  private func runInAlert() -> Run {
    var run = Run(threshold: 0.5, others: [StateTests.share])
    run.add(
      LogFixture.bytes((0..<240).map { LogFixture.line(1_594_195_800 + $0, status: 404) }))
    _ = run.watch.setThreshold(0.45, of: StateTests.errors)
    _ = run.watch.setThreshold(0.6, of: .highTraffic)
    return run
  }

  @Test func eachRuleKeepsItsStateByItsName() throws {
    var run = runInAlert()
    let before = run.watch.board
    #expect(before.rules.allSatisfy { $0.underWay != nil })
    #expect(before.history.count == 4)
    var settings = run.settings
    settings.rules.reverse()
    settings.rules.insert(AlertRule(name: RuleName("new"), threshold: 9), at: 1)
    try run.restart(with: settings)
    let after = run.watch.board
    #expect(after.rules.map(\.rule.name.description) == ["errors", "new", "high-traffic"])
    #expect(after[.highTraffic] == before[.highTraffic])
    #expect(after[StateTests.errors] == before[StateTests.errors])
    #expect(after[RuleName("new")].underWay == nil)
    #expect(after[RuleName("new")].reading == before[.highTraffic].reading)
    #expect(after.history == before.history)
  }

  private static let changes: [@Sendable (inout AlertRule) -> Void] = [
    { $0.windowSeconds = 61 }, { $0.measure = .rate }, { $0.threshold = 0.41 },
    { $0.forSeconds = 1 },
    { $0.side = .below }, { $0.recovery = nil },
    { $0.minimumHits = 6 }, { $0.name = RuleName("another") },
  ]

  @Test(arguments: changes.indices)
  func aRuleOfWhichAnythingElseChangedStartsAsOk(index: Int) throws {
    var run = runInAlert()
    let before = run.watch.board
    var settings = run.settings
    StateTests.changes[index](&settings.rules[1])
    var reader = RecordReader(run.state)
    run.watch = try SavedWatch(from: &reader, settings: settings, at: moment).watch
    #expect(run.watch.board.rules[1].underWay == nil)
    #expect(run.watch.board.rules[1].rule == settings.rules[1])
    #expect(run.watch.board.rules[0] == before.rules[0])
    #expect(run.watch.board.history == before.history)
  }

  /// Twice as many seconds are kept for the longer window.
  @Test func secondsKeepTheirPlaceWhereTheLongestWindowIsAnother() throws {
    var run = Run()
    run.add(LogFixture.bytes((0..<5_000).map { LogFixture.line(1_594_195_800 + $0) }))
    let before = run.watch.board[.highTraffic]
    var settings = run.settings
    let long = RuleName("long")
    settings.rules.append(AlertRule(name: long, windowSeconds: 1_000, threshold: 9))
    try run.restart(with: settings)
    #expect(run.watch.board[long].reading == Reading(hits: 1_000, value: 1))
    #expect(run.watch.board[.highTraffic] == before)
    try run.restart()
    #expect(run.watch.board.rules == [before])
  }

  /// A hundred sections, and the history of a screen.
  @Test func aStateIsSmall() {
    var run = Run(Timing(intervalSeconds: 60), top: 100)
    for minute in 0..<62 {
      run.add(
        LogFixture.bytes(
          (0..<100).map { LogFixture.line(1_594_195_800 + 60 * minute, target: "/page\($0)") }))
    }
    #expect(run.watch.snapshot().history.count == 60)
    #expect(run.state.count < 100_000)
  }
}

import AccessLog
import Alerting
import Pipeline
import TestSupport
import Testing
import Traffic

private let wallClock = 1_600_000_000
private let scanner = LineScanner(nameKey: 7)

private func watch(
  _ chunks: [[UInt8]], _ timing: Timing, rules: [AlertRule] = [AlertRule(threshold: 1)]
) -> [TrafficEvent] {
  let settings = WatchSettings(
    timing: timing, rules: rules, top: .max, isFollowing: false,
    scanner: scanner)
  var watch = Watch(settings, startsWithContext: false)
  let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(1))
  var events: [TrafficEvent] = []
  for chunk in chunks {
    let tally = ChunkTallier.tally(
      chunk, timing: timing, scanner: scanner)
    events += watch.add(tally, as: .live, readAt: moment)
  }
  return (events + watch.finish()).verdicts
}

@Suite struct WatchTests {
  @Test(
    arguments: [
      (Timing(), 120), (Timing(intervalSeconds: 1, latenessSeconds: 0), 1),
      (Timing(intervalSeconds: 7, latenessSeconds: 5), 33),
      (Timing(intervalSeconds: 60, latenessSeconds: 100), 10),
    ],
    // Now, at the epoch and before it, past 2038, at the end of 2099.
    [1_594_195_830, 20, 1 << 31 - 300, 4_102_444_000])
  func agreesWithTheRulesWrittenDownPlainly(spans: (Timing, Int), start: Int) {
    let (timing, window) = spans
    let rules = [AlertRule(windowSeconds: window, threshold: 1.5)]
    let lines = LogFixture.troubled(250, seed: UInt64(start), start: start)
    var reference = ReferenceWatch(timing: timing, rules: rules)
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    let bytes = LogFixture.bytes(lines)
    for size in [1, 700, 20_000, bytes.count] {
      let events = watch(
        LogFixture.chunks(bytes, size: size), timing, rules: rules)
      #expect(events.count == reference.events.count)
      let difference = zip(events, reference.events).first { $0 != $1 }
      #expect(difference == nil, "chunks of \(size) bytes")
    }
  }

  @Test func intervalsAndLateHitsAddUpToTheTotal() {
    let lines = LogFixture.troubled(
      4_000, seed: 9, start: 1_594_195_830)
    var hits = 0
    var late = 0
    var total: Statistics?
    for event in watch([LogFixture.bytes(lines)], Timing()) {
      switch event {
      case .interval(let report):
        hits += report.statistics.hits
        late += report.counts.late
      case .summary(let summary):
        total = summary.statistics
        #expect(summary.counts.late == late)
        #expect(summary.counts.lines == lines.count)
      case .alert, .silence, .source, .caughtUp, .rulesEnded, .silenced, .released, .resumed,
        .judged, .underWay:
        break
      }
    }
    #expect(late > 0)
    #expect(hits + late == total?.hits)
  }

  @Test(arguments: [(1_200, false), (1_201, true), (1_199, false)])
  func triggersOnlyAboveTheThreshold(hits: Int, isTriggered: Bool) {
    let lines = (0..<hits).map { LogFixture.line(1_594_195_800 + $0 * 120 / hits) }
    let events = watch([LogFixture.bytes(lines)], Timing(), rules: [AlertRule()])
    let alerts = events.compactMap { event -> AlertTransition? in
      guard case .alert(let transition) = event else { return nil }
      return transition
    }
    #expect(alerts.map(\.state) == (isTriggered ? [.triggered] : []))
    #expect(alerts.first?.hits == (isTriggered ? 1_201 : nil))
    #expect(alerts.first?.time == (isTriggered ? Instant(1_594_195_919) : nil))
  }

  @Test func anAlertComesBeforeTheIntervalThatClosesAtTheSameSecond() {
    let timing = Timing(intervalSeconds: 10, latenessSeconds: 0)
    let rule = AlertRule(windowSeconds: 10, threshold: 0.1)
    let lines = [1_594_195_809, 1_594_195_809, 1_594_195_819].map { LogFixture.line($0) }
    let kinds = watch([LogFixture.bytes(lines)], timing, rules: [rule]).map { event in
      switch event {
      case .alert(let transition): transition.state.rawValue
      case .interval: "interval"
      case .summary: "summary"
      case .silence: "silence"
      case .source: "source"
      case .caughtUp: "caught up"
      case .rulesEnded: "rules ended"
      case .silenced: "silenced"
      case .released: "released"
      case .resumed: "resumed"
      case .judged: "judged"
      case .underWay: "under way"
      }
    }
    #expect(kinds == ["triggered", "interval", "interval", "summary"])
  }

  /// Events do not depend on whether a history is kept.
  @Test func aWatchWithoutAHistoryTellsTheSame() {
    let tally = ChunkTallier.tally(
      LogFixture.bytes((0..<60).map { LogFixture.line(wallClock + $0) }), timing: Timing(),
      scanner: scanner)
    func events(keeping kept: Int?) -> (told: [TrafficEvent], history: Int) {
      var watch = Watch(
        WatchSettings(
          timing: Timing(), rules: [AlertRule(threshold: 0.2)], top: 3, keptSections: kept,
          isFollowing: false, scanner: scanner), startsWithContext: false)
      let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(1))
      let told = watch.add(tally, as: .live, readAt: moment) + watch.finish()
      return (told.verdicts, watch.snapshot().history.count)
    }
    let (with, without) = (events(keeping: 3), events(keeping: nil))
    #expect(with.history == 6)
    #expect(without.history == 0)
    #expect(with.told.count > 7)
    #expect(with.told == without.told)
  }

  @Test func aChangedThresholdJudgesTheLastClosedSecondAgain() {
    let settings = WatchSettings(
      timing: Timing(), rules: [AlertRule()], top: 1,
      isFollowing: true, scanner: scanner)
    var watch = Watch(settings, startsWithContext: false)
    let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(50))
    let lines = (0..<10).map { LogFixture.line(wallClock - 20 + $0) }
    let tally = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: Timing(), scanner: scanner)
    _ = watch.add(tally, as: .live, readAt: moment)
    func states(_ events: [TrafficEvent]) -> [AlertTransition.State] {
      events.compactMap { if case .alert(let transition) = $0 { transition.state } else { nil } }
    }
    // Seven seconds have closed: 7 hits in 120 s.
    #expect(states(watch.setThreshold(0.06, of: .highTraffic)) == [])
    #expect(states(watch.setThreshold(0.05, of: .highTraffic)) == [.triggered])
    #expect(states(watch.setThreshold(0.0583, of: .highTraffic)) == [])
    #expect(states(watch.setThreshold(7.0 / 120, of: .highTraffic)) == [])
    #expect(states(watch.setThreshold(0.06, of: .highTraffic)) == [.recovered])
    #expect(watch.board.history.count == 4)
  }
}

import AccessLog
import Alerting
import Pipeline
import Testing
import Traffic

private let wallClock = 1_600_000_000
private let scanner = LineScanner(sectionKey: 7)

private func watch(
  _ chunks: [[UInt8]], _ timing: Timing, threshold: Double = 1, wallClock: Int = wallClock
) -> [TrafficEvent] {
  let settings = WatchSettings(
    timing: timing, rule: AlertRule(threshold: threshold, windowSeconds: timing.windowSeconds),
    audience: .reports(top: .max), isFollowing: false, scanner: scanner)
  var watch = Watch(settings, startsWithContext: false)
  let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(1))
  var events: [TrafficEvent] = []
  for chunk in chunks {
    let tally = ChunkTallier.tally(
      chunk, timing: timing, scanner: scanner, wallClock: moment.wallClock)
    events += watch.add(tally, as: .live, readAt: moment)
  }
  return events + watch.finish()
}

@Suite struct WatchTests {
  @Test(
    arguments: [
      Timing(), Timing(intervalSeconds: 1, windowSeconds: 1, latenessSeconds: 0),
      Timing(intervalSeconds: 7, windowSeconds: 33, latenessSeconds: 5),
      Timing(intervalSeconds: 60, windowSeconds: 10, latenessSeconds: 100),
    ],
    // Now, at the epoch and before it, past 2038, at the end of 2099.
    [1_594_195_830, 20, 1 << 31 - 300, 4_102_444_000])
  func agreesWithTheRulesWrittenDownPlainly(timing: Timing, start: Int) {
    let wallClock = max(wallClock, start + 100_000)
    let lines = LogFixture.troubled(
      250, seed: UInt64(start), start: start, future: wallClock + 61)
    var reference = ReferenceWatch(timing: timing, threshold: 1.5, wallClock: wallClock)
    for line in lines { reference.add(Array(line.utf8)) }
    reference.finish()
    let bytes = LogFixture.bytes(lines)
    for size in [1, 700, 20_000, bytes.count] {
      let events = watch(
        LogFixture.chunks(bytes, size: size), timing, threshold: 1.5, wallClock: wallClock)
      #expect(events.count == reference.events.count)
      let difference = zip(events, reference.events).first { $0 != $1 }
      #expect(difference == nil, "chunks of \(size) bytes")
    }
  }

  @Test func intervalsAndLateHitsAddUpToTheTotal() {
    let lines = LogFixture.troubled(
      4_000, seed: 9, start: 1_594_195_830, future: wallClock + 61)
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
      case .alert: break
      }
    }
    #expect(late > 0)
    #expect(hits + late == total?.hits)
  }

  @Test(arguments: [(1_200, false), (1_201, true), (1_199, false)])
  func triggersOnlyAboveTheThreshold(hits: Int, isTriggered: Bool) {
    let lines = (0..<hits).map { LogFixture.line(1_594_195_800 + $0 * 120 / hits) }
    let events = watch([LogFixture.bytes(lines)], Timing(), threshold: 10)
    let alerts = events.compactMap { event -> AlertTransition? in
      guard case .alert(let transition) = event else { return nil }
      return transition
    }
    #expect(alerts.map(\.state) == (isTriggered ? [.triggered] : []))
    #expect(alerts.first?.hits == (isTriggered ? 1_201 : nil))
    #expect(alerts.first?.time == (isTriggered ? Instant(1_594_195_919) : nil))
  }

  @Test func anAlertComesBeforeTheIntervalThatSettlesAtTheSameSecond() {
    let timing = Timing(intervalSeconds: 10, windowSeconds: 10, latenessSeconds: 0)
    let lines = [1_594_195_809, 1_594_195_809, 1_594_195_819].map { LogFixture.line($0) }
    let kinds = watch([LogFixture.bytes(lines)], timing, threshold: 0.1).map { event in
      switch event {
      case .alert(let transition): transition.state.rawValue
      case .interval: "interval"
      case .summary: "summary"
      }
    }
    #expect(kinds == ["triggered", "interval", "interval", "summary"])
  }

  @Test func aChangedThresholdJudgesTheLastSettledSecondAgain() {
    let settings = WatchSettings(
      timing: Timing(), rule: AlertRule(threshold: 10), audience: .screen(top: 1),
      isFollowing: true, scanner: scanner)
    var watch = Watch(settings, startsWithContext: false)
    let moment = Moment(wallClock: Instant(wallClock), uptime: .seconds(50))
    let lines = (0..<10).map { LogFixture.line(wallClock - 20 + $0) }
    let tally = ChunkTallier.tally(
      LogFixture.bytes(lines), timing: Timing(), scanner: scanner, wallClock: moment.wallClock)
    _ = watch.add(tally, as: .live, readAt: moment)
    func states(_ events: [TrafficEvent]) -> [AlertTransition.State] {
      events.compactMap { if case .alert(let transition) = $0 { transition.state } else { nil } }
    }
    // Seven seconds have settled: 7 hits in 120 s.
    #expect(states(watch.setThreshold(0.06)) == [])
    #expect(states(watch.setThreshold(0.05)) == [.triggered])
    #expect(states(watch.setThreshold(0.0583)) == [])
    #expect(states(watch.setThreshold(7.0 / 120)) == [])
    #expect(states(watch.setThreshold(0.06)) == [.recovered])
    #expect(watch.board.history.count == 7)
  }
}

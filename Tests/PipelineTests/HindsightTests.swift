import AccessLog
import Alerting
import Pipeline
import TallyCodec
import TestSupport
import Testing
import Traffic

/// An instance that is started at any moment shows what one shows that was there from the beginning.
@Suite struct HindsightTests {
  private static let timings = [
    (Timing(), 120), (Timing(intervalSeconds: 7, latenessSeconds: 5), 33),
    (Timing(intervalSeconds: 60, latenessSeconds: 0), 1),
    (Timing(intervalSeconds: 1, latenessSeconds: 20), 60),
  ]

  /// Lines with bursts and pauses, some of them late.
  private func lines(_ count: Int, seed: UInt64) -> [String] {
    var random = SeededRandom(seed: seed)
    var second = WatchSession.start
    var mean = 1
    return (0..<count).map { _ in
      if Int.random(in: 0..<60, using: &random) == 0 {
        mean = [0, 1, 3, 9].randomElement(using: &random) ?? 1
      }
      second += Int.random(in: 0...max(0, mean), using: &random)
      let delay =
        Int.random(in: 0..<4, using: &random) == 0 ? Int.random(in: 0..<25, using: &random) : 0
      return LogFixture.line(
        second - delay, target: "/\(second % 5)/x", status: delay > 9 ? 404 : 200)
    }
  }

  private func second(of line: String) -> Int {
    var parser = LineParser()
    let bytes = Array(line.utf8)
    guard case .hit(let hit) = parser.parse(unsafe bytes.span.bytes, 0..<bytes.count) else {
      return .min
    }
    return hit.instant.seconds - WatchSession.start
  }

  @Test(arguments: timings, [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func agreesWithOneThatWasThereFromTheBeginning(spans: (Timing, Int), seed: UInt64) {
    let (timing, window) = spans
    let lines = lines(900, seed: seed)
    let seconds = lines.map(second(of:))
    var random = SeededRandom(seed: seed &* 77)
    var reference = ReferenceWatch(
      timing: timing, rules: [AlertRule(windowSeconds: window, threshold: 0.9)],
      reportsSilence: true)
    // What it was before each line.
    var told: [Int] = []
    var triggers: [AlertTransition?] = []
    var clocks: [Int] = []
    for line in lines {
      told.append(reference.events.count)
      triggers.append(reference.judges[0].trigger)
      clocks.append(reference.clock ?? 0)
      reference.add(Array(line.utf8))
    }
    reference.finish()
    for _ in 0..<12 {
      let start = Int.random(in: 200..<800, using: &random)
      let shown = Int.random(in: 1..<start, using: &random)
      let middle = Int.random(in: 0..<shown, using: &random)
      let clock = clocks[start]
      // What was lost to a trigger's peak since is in neither.
      let after = Array(reference.events[told[start]...])
      let expected = (triggers[start].map { [$0] } ?? []) + after.alerts

      var session = WatchSession(
        timing, window: window, threshold: 0.9, startsWithContext: true)
      func covered(_ index: Int) -> Int? { index == 0 ? nil : (seconds[..<index].max() ?? 0) + 1 }
      _ = session.read(Array(lines[shown..<start]), at: 0, as: .context)
      var events = session.endContext(modified: nil, coveredSince: covered(shown), at: 0)
      let live = Array(lines[start...])
      let third = live.count / 3
      events += session.read(Array(live[..<third]), at: 0)
      session.readEarlier(Array(lines[middle..<shown]))
      events += session.endEarlier(coveredSince: covered(middle), isAll: middle == 0)
      events += session.read(Array(live[third..<(2 * third)]), at: 0)
      if session.watch.wantsEarlier {
        session.readEarlier(Array(lines[..<middle]))
        events += session.endEarlier(coveredSince: nil, isAll: true)
      }
      #expect(!session.watch.wantsEarlier)
      events += session.read(Array(live[(2 * third)...]), at: 0)
      events += session.finish()

      let isAlike = events.verdicts.alerts == expected
      #expect(isAlike, "started at \(start), \(shown) and \(middle) before")
      // From the second whole interval on.
      let first = (clock / timing.intervalSeconds + 2) * timing.intervalSeconds
      func later(_ events: [TrafficEvent]) -> [IntervalReport] {
        events.intervals.filter { $0.start.seconds >= first }
      }
      let intervalsAreAlike = later(events) == later(after)
      #expect(intervalsAreAlike, "started at \(start)")
      let total = events.intervals.reduce(0) { $0 + $1.statistics.hits + $1.counts.late }
      #expect(total == events.summary?.statistics.hits)
    }
  }

  /// Two hits a second from `start` on.
  private func busy(_ seconds: Range<Int>) -> [Int] { seconds.flatMap { [$0, $0] } }

  private func session() -> WatchSession { WatchSession(startsWithContext: true) }

  @Test func anAlertUnderWayIsToldOnceItsBeginningIsFound() {
    var session = session()
    _ = session.read(busy(-300..<0), at: 0, as: .context)
    var events = session.endContext(modified: 0, coveredSince: -300, at: 0)
    #expect(events.isEmpty && session.watch.wantsEarlier)
    #expect(session.watch.board[.highTraffic].underWay?.beganBefore == true)
    session.readEarlier(busy(-420..<(-300)))
    events += session.endEarlier(coveredSince: -420, isAll: false)
    #expect(events.isEmpty && session.watch.wantsEarlier)
    session.readEarlier(Array(stride(from: -900, to: -500, by: 2)) + busy(-500..<(-420)))
    events += session.endEarlier(coveredSince: -900, isAll: true)
    // 41 s with two hits and 79 s with half as many as the threshold.
    #expect(events.alertSeconds == [-460])
    #expect(events.alerts.first?.beganBefore == false)
    #expect(events.alerts.first?.hits == 121)
    #expect(!session.watch.wantsEarlier)
    #expect(session.watch.board[.highTraffic].underWay?.peak == 2)
    #expect(session.watch.snapshot().coveredSince == Instant(WatchSession.start - 900))
    #expect(session.watch.snapshot().seconds.start == Instant(WatchSession.start - 900))
    events = session.tick(through: 1...70)
    #expect(events.alerts.map(\.state) == [.recovered])
    #expect(events.alerts.first?.triggerTime == Instant(WatchSession.start - 460))
  }

  @Test func aChangedThresholdDoesNotJudgeAWindowThatWasNotReadAsAWhole() {
    var session = session()
    _ = session.read(busy(-60..<0), at: 0, as: .context)
    var events = session.endContext(modified: 0, coveredSince: -60, at: 0)
    events += session.endEarlier(coveredSince: -60, isAll: true)
    events += session.setThreshold(0.5)
    #expect(events.isEmpty)
    #expect(session.watch.board[.highTraffic].underWay == nil)
    // Two seconds after it, the first whole window is judged.
    events += session.read(busy(0..<70), at: 0)
    #expect(events.alertSeconds == [59])
    #expect(events.alerts.map(\.beganBefore) == [true])
    events = session.setThreshold(5)
    #expect(events.alerts.map(\.state) == [.recovered])
  }

  @Test func anAlertWhoseBeginningIsNotFoundSaysSo() {
    var session = session()
    _ = session.read(busy(-300..<0), at: 0, as: .context)
    var events = session.endContext(modified: 0, coveredSince: -300, at: 0)
    events += session.endEarlier(coveredSince: -300, isAll: true)
    // The first window that was read as a whole.
    #expect(events.alertSeconds == [-181])
    #expect(events.alerts.map(\.beganBefore) == [true])
    events = session.tick(through: 1...70)
    #expect(events.alerts.map(\.state) == [.recovered])
    #expect(events.alerts.map(\.beganBefore) == [true])
  }

  @Test func aRuleThatIsNotCoveredIsNotJudged() {
    var session = session()
    _ = session.read(busy(-60..<0), at: 0, as: .context)
    var events = session.endContext(modified: 0, coveredSince: -60, at: 0)
    events += session.endEarlier(coveredSince: -60, isAll: true)
    for second in 0..<80 {
      events += session.read([second, second], at: second)
      events += session.tick(second)
    }
    #expect(events.alertSeconds == [59])
    #expect(events.alerts.map(\.beganBefore) == [true])
  }

  @Test func anAlertThatRecoversWhileItsBeginningIsSoughtIsToldWithBoth() {
    var session = session()
    _ = session.read(busy(-300..<0), at: 0, as: .context)
    var events = session.endContext(modified: 0, coveredSince: -300, at: 0)
    events += session.tick(through: 1...70)
    #expect(events.alerts.isEmpty)
    session.readEarlier(busy(-310..<(-300)))
    events += session.endEarlier(coveredSince: nil, isAll: true)
    #expect(events.alerts.map(\.state) == [.triggered, .recovered])
    #expect(events.alertSeconds == [-250, 60])
  }

  @Test func whatIsSavedMeanwhileIsJudgedWithWhatIsKnown() throws {
    var session = session()
    _ = session.read(busy(-300..<0), at: 0, as: .context)
    _ = session.endContext(modified: 0, coveredSince: -300, at: 0)
    var writer = RecordWriter()
    SavedWatch(watch: session.watch).write(to: &writer, at: WatchSession.moment(0))
    var reader = RecordReader(writer.bytes)
    let settings = WatchSettings(
      timing: Timing(), rules: [AlertRule(threshold: 1)], top: 5,
      isFollowing: true, scanner: WatchSession.scanner)
    let saved = try SavedWatch(from: &reader, settings: settings, at: WatchSession.moment(0))
    #expect(saved.watch.board[.highTraffic].underWay?.beganBefore == true)
    #expect(saved.watch.snapshot().coveredSince == Instant(WatchSession.start - 300))
  }

  @Test func theIntervalAcrossTheStartIsPartial() {
    var session = WatchSession(startsWithContext: true)
    _ = session.read([2, 3, 4], at: 4, as: .context)
    _ = session.endContext(modified: 4, at: 4)
    var events = session.read([6, 7, 8], at: 8) + session.read([11], at: 11)
    events += session.tick(through: 12...33)
    #expect(events.intervalSeconds == [0, 10, 20])
    #expect(events.intervals.map(\.statistics.hits) == [3, 1, 0])
    #expect(events.intervals.map { $0.followedFrom != nil } == [true, false, false])
    // Six seconds of it were followed.
    #expect(events.intervals.map(\.rate) == [0.5, 0.1, 0])
  }

  @Test func anIntervalAcrossARestartIsWhole() throws {
    var session = WatchSession(startsWithContext: true)
    _ = session.read([-20], at: 1, as: .context)
    _ = session.endContext(modified: -20, at: 1)
    _ = session.read([12, 13], at: 13)
    var writer = RecordWriter()
    SavedWatch(watch: session.watch).write(to: &writer, at: WatchSession.moment(13))
    var reader = RecordReader(writer.bytes)
    let settings = WatchSettings(
      timing: Timing(), rules: [AlertRule(threshold: 1)], top: 5,
      isFollowing: true, scanner: WatchSession.scanner)
    let later = WatchSession.moment(16)
    var watch = try SavedWatch(from: &reader, settings: settings, at: later).watch
    let chunk = ChunkTallier.tally(
      LogFixture.bytes([LogFixture.line(WatchSession.start + 15)]), timing: Timing(),
      scanner: WatchSession.scanner)
    var events = watch.add(chunk, as: .live, readAt: later)
    events += watch.endContext(modified: nil, at: later)
    events += watch.tick(at: WatchSession.moment(25))
    #expect(events.intervalSeconds == [10])
    #expect(events.intervals.map(\.statistics.hits) == [3])
    #expect(events.intervals.map(\.followedFrom) == [nil])
  }
}

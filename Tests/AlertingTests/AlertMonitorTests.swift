import AccessLog
import Alerting
import Testing
import Traffic

@Suite struct AlertMonitorTests {
  /// Judges windows of 10 s, second by second.
  private func transitions(
    _ hits: [Int], threshold: Double, _ monitor: inout AlertMonitor
  ) -> [AlertTransition] {
    hits.indices.compactMap { monitor.judge(hits: hits[$0], endingAt: Instant(100 + $0)) }
  }

  private func transitions(_ hits: [Int], threshold: Double) -> [AlertTransition] {
    var monitor = monitor(threshold)
    return transitions(hits, threshold: threshold, &monitor)
  }

  private func monitor(_ threshold: Double) -> AlertMonitor {
    AlertMonitor(rule: AlertRule(threshold: threshold, windowSeconds: 10))
  }

  @Test(
    arguments: [
      (19, 2.0, false), (20, 2.0, false), (21, 2.0, true), (0, 0, false), (1, 0, true),
      (1, 0.1, false), (2, 0.1, true), (3, 0.3, false), (7, 0.7, false), (8, 0.7999, true),
    ])
  func triggersOnlyAboveTheThreshold(hits: Int, threshold: Double, triggers: Bool) {
    #expect(transitions([hits], threshold: threshold).count == (triggers ? 1 : 0))
  }

  @Test func recoversOnlyBelowTheThreshold() {
    let told = transitions([21, 20, 20, 19, 20, 20], threshold: 2)
    #expect(told.map(\.state) == [.triggered, .recovered])
    #expect(told.map(\.time) == [Instant(100), Instant(103)])
    #expect(told.map(\.hits) == [21, 19])
  }

  @Test func aThresholdOfZeroIsNeverFallenBelow() {
    #expect(transitions([0, 1, 0, 0], threshold: 0).map(\.state) == [.triggered])
  }

  @Test func aRecoveryKnowsTheTriggerAndThePeak() {
    let told = transitions([25, 40, 30, 3, 22, 0], threshold: 2)
    #expect(told.map(\.peakHits) == [25, 40, 22, 22])
    #expect(told.map(\.triggerTime.seconds) == [100, 100, 104, 104])
    #expect(told.map(\.average) == [2.5, 0.3, 2.2, 0])
  }

  @Test func theBoardShowsTheAlertUnderWayWithItsPeak() {
    var monitor = monitor(2)
    #expect(transitions([25, 40, 30], threshold: 2, &monitor).count == 1)
    #expect(monitor.board.underWay?.peakHits == 40)
    #expect(monitor.board.underWay?.hits == 25)
    #expect(monitor.judge(hits: 0, endingAt: Instant(200)) != nil)
    #expect(monitor.board.underWay == nil)
  }

  @Test func aChangedThresholdIsJudgedAtOnce() {
    var monitor = monitor(2)
    let second = Instant(100)
    #expect(monitor.judge(hits: 15, endingAt: second) == nil)
    func set(_ threshold: Double) -> AlertTransition? {
      monitor.setThreshold(threshold, hits: 15, endingAt: second, clock: Instant(102))
    }
    #expect(set(1.5) == nil)
    let triggered = set(1.4)
    #expect(triggered?.state == .triggered)
    #expect(triggered?.time == second)
    #expect(triggered?.rule.threshold == 1.4)
    #expect(set(1.5) == nil)
    #expect(set(1.6)?.state == .recovered)
    #expect(set(1.6) == nil)
    let changes = monitor.board.history.compactMap { event -> ThresholdChange? in
      if case .thresholdChange(let change) = event { change } else { nil }
    }
    #expect(changes.map(\.new) == [1.5, 1.4, 1.5, 1.6])
    #expect(changes.map(\.old) == [2, 1.5, 1.4, 1.5])
    #expect(changes.allSatisfy { $0.time == Instant(102) })
    // A change stands before what it brought about.
    #expect(monitor.board.history[2] == triggered.map { .transition($0) })
    #expect(monitor.board.history.count == 6)
  }

  @Test func aThresholdBeforeTheFirstSecondIsOnlyNoted() {
    var monitor = monitor(2)
    #expect(monitor.setThreshold(0, hits: 0, endingAt: nil, clock: nil) == nil)
    #expect(monitor.board.rule.threshold == 0)
    #expect(
      monitor.board.history == [.thresholdChange(ThresholdChange(time: nil, old: 2, new: 0))])
  }

  @Test func aPeakIsNeverBelowTheHitsOfTheRecovery() {
    var monitor = monitor(2)
    #expect(monitor.judge(hits: 21, endingAt: Instant(100)) != nil)
    // Late hits were added to the window since it was judged.
    let recovered = monitor.setThreshold(
      9, hits: 50, endingAt: Instant(100), clock: Instant(102))
    #expect(recovered?.hits == 50)
    #expect(recovered?.peakHits == 50)
  }

  @Test func theOldestEventsAreForgotten() {
    var monitor = monitor(2)
    for second in 0..<AlertMonitor.maximumHistory + 7 {
      _ = monitor.judge(hits: second.isMultiple(of: 2) ? 21 : 0, endingAt: Instant(second))
    }
    #expect(monitor.board.history.count == AlertMonitor.maximumHistory)
    guard case .transition(let oldest)? = monitor.board.history.first else {
      Issue.record("no transition")
      return
    }
    #expect(oldest.time == Instant(7))
  }

  @Test func theMessagesAreWordForWord() {
    let told = transitions([25, 3], threshold: 2)
    #expect(
      told.map { $0.message(time: "2020-07-08T10:12:29+02:00") } == [
        "High traffic generated an alert - hits = 25, triggered at 2020-07-08T10:12:29+02:00",
        "High traffic alert recovered - hits = 3, recovered at 2020-07-08T10:12:29+02:00",
      ])
  }
}

import AccessLog
import Alerting
import Testing
import Traffic

@Suite struct AlertMonitorTests {
  /// Judges windows of 10 s, second by second.
  private func transitions(
    _ hits: [Int], threshold: Double, _ monitor: inout AlertMonitor
  ) -> [AlertTransition] {
    hits.indices.compactMap { monitor.judge(reading(hits[$0]), endingAt: Instant(100 + $0)) }
  }

  private func reading(_ hits: Int) -> Reading {
    Reading(hits: hits, value: Double(hits) / 10)
  }

  private func transitions(_ hits: [Int], threshold: Double) -> [AlertTransition] {
    var monitor = monitor(threshold)
    return transitions(hits, threshold: threshold, &monitor)
  }

  private func monitor(_ threshold: Double) -> AlertMonitor {
    AlertMonitor(rule: AlertRule(windowSeconds: 10, threshold: threshold))
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
    #expect(told.map(\.peak) == [2.5, 4, 2.2, 2.2])
    #expect(told.map(\.triggerTime.seconds) == [100, 100, 104, 104])
    #expect(told.map(\.average) == [2.5, 0.3, 2.2, 0])
  }

  @Test func keepsThePeakOfTheAlertUnderWay() {
    var monitor = monitor(2)
    #expect(transitions([25, 40, 30], threshold: 2, &monitor).count == 1)
    #expect(monitor.underWay?.peak == 4)
    #expect(monitor.underWay?.hits == 25)
    #expect(monitor.judge(reading(0), endingAt: Instant(200)) != nil)
    #expect(monitor.underWay == nil)
  }

  @Test func theMessagesAreWordForWord() {
    let told = transitions([25, 3], threshold: 2)
    #expect(
      told.map { $0.message(time: "2020-07-08T10:12:29+02:00") } == [
        "High traffic generated an alert - hits = 25, triggered at 2020-07-08T10:12:29+02:00",
        "High traffic alert recovered - hits = 3, recovered at 2020-07-08T10:12:29+02:00",
      ])
  }

  @Test(arguments: [
    (0.0526, "5.26 %"), (0.05, "5 %"), (1, "100 %"), (0, "0 %"), (0.000_004, "0.0004 %"),
    (1.0 / 3, "33.333 %"), (nil, "no value"),
  ])
  func theMessageOfAnotherRuleNamesItAndItsValue(value: Double?, words: String) {
    let rule = AlertRule(name: RuleName("server-errors"), measure: .share(of: .errors))
    let transition = AlertTransition(
      rule: rule, state: .recovered, time: Instant(0), reading: Reading(hits: 7, value: value))
    #expect(
      transition.message(time: "1970-01-01T00:00:00Z")
        == "server-errors: \(words), recovered at 1970-01-01T00:00:00Z")
  }
}

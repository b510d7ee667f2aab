import AccessLog
import Alerting
import Canvas
import Testing
import Traffic

@testable import Dashboard

/// A rule beside the default one, in the header instead of it.
struct RuleTests {
  private static let errors = RuleName("server-errors")
  private static let size = Size(columns: 80, rows: 24)

  /// Both rules have triggered and recovered, in turn; the other one has triggered again.
  private static func model() -> DashboardModel {
    var model = Scenario.normal().model
    let noon = Scenario.noon
    let share = AlertRule(
      name: errors, measure: .share(of: .errors), windowSeconds: 300, threshold: 0.05)
    func transition(
      _ rule: AlertRule, _ state: AlertTransition.State, _ secondsAgo: Int, _ value: Double?,
      since: Int? = nil, peak: Double? = nil
    ) -> AlertEvent {
      .transition(
        AlertTransition(
          rule: rule, state: state, time: noon - secondsAgo,
          reading: Reading(hits: 900, value: value),
          triggerTime: since.map { noon - $0 }, peak: peak))
    }
    let traffic = model.status.rule
    model.board.history = [
      transition(share, .triggered, 1_000, 0.06), transition(traffic, .triggered, 900, 11),
      transition(share, .recovered, 800, nil, since: 1_000, peak: 0.25),
      transition(traffic, .recovered, 700, 9, since: 900, peak: 12),
      transition(share, .triggered, 60, 0.0731),
      .thresholdChange(
        ThresholdChange(
          rule: errors, measure: share.measure, time: noon - 30, old: 0.05, new: 0.025)),
    ]
    var underWay = AlertTransition(
      rule: share, state: .triggered, time: noon - 60, reading: Reading(hits: 900, value: 0.0731))
    underWay.peak = 0.1
    model.board.rules.append(
      RuleStatus(rule: share, underWay: underWay, reading: Reading(hits: 800, value: 0.0625)))
    return model
  }

  private static func text(_ model: DashboardModel) -> String {
    DashboardScreen.draw(model, ViewState(size: size)).text
  }

  @Test
  func theHeaderAndTheTitleShowTheRuleThatIsNamed() {
    var model = RuleTests.model()
    let traffic = RuleTests.text(model)
    // All is not well, though this rule is.
    #expect(traffic.contains(" ALERT  server-errors "))
    #expect(traffic.contains("avg 2 min "))
    #expect(TerminalTitle.text(model).hasPrefix("ALERT server-errors - "))
    model.rule = RuleTests.errors
    let errors = RuleTests.text(model)
    #expect(errors.contains(" ALERT  since 10:09:00"))
    #expect(errors.contains("share 5 min    6.3%  alert > 5 %"))
    #expect(TerminalTitle.text(model).hasPrefix("ALERT 6.3%, alert > 5 % - "))
    model.status.underWay = nil
    model.board.history.removeLast(2)
    #expect(RuleTests.text(model).contains("  OK    since 09:56:40"))
  }

  @Test
  func anEntryOfTheHistoryGoesByItsOwnRule() {
    let model = RuleTests.model()
    let scene = Scene(model, ViewState(size: RuleTests.size))
    let lines = model.board.history.indices.map { index in
      AlertEntry(index, in: scene, width: 200).lines.joined().map(\.text).joined()
    }
    #expect(
      lines == [
        "server-errors: 6 %, triggered at 2020-07-08T09:53:20+02:00   "
          + "6.0% over 5 min, > 5 %; lasted 3 min 20 s, peak 25.0%",
        "High traffic generated an alert - hits = 900, triggered at 2020-07-08T09:55:00+02:00   "
          + "11.0/s over 2 min, > 10/s; lasted 3 min 20 s, peak 12.0/s",
        "server-errors: no value, recovered at 2020-07-08T09:56:40+02:00   "
          + "after 3 min 20 s, peak 25.0%",
        "High traffic alert recovered - hits = 900, recovered at 2020-07-08T09:58:20+02:00   "
          + "9.0/s over 2 min, < 10/s; after 3 min 20 s, peak 12.0/s",
        "server-errors: 7.31 %, triggered at 2020-07-08T10:09:00+02:00   "
          + "7.3% over 5 min, > 5 %; on for 1 min 04 s, peak 10.0%",
        "Threshold of server-errors changed from 5 % to 2.5 % at 2020-07-08T10:09:30+02:00",
      ])
  }

  @Test
  func onlyARateIsDrawnAmongTheRequests() {
    var model = RuleTests.model()
    func thresholds() -> Int {
      RuleTests.text(model).split(separator: "\n").count { $0.contains("▶10 ┼") }
    }
    #expect(thresholds() == 1)
    model.rule = RuleTests.errors
    #expect(!RuleTests.text(model).contains("┼"))
  }

  @Test
  func keysChangeTheRuleOfTheHeader() {
    var model = RuleTests.model()
    var view = ViewState(size: RuleTests.size)
    #expect(view.handle(.key(.character("+")), in: model) == [.setThreshold(11, of: .highTraffic)])
    model.rule = RuleTests.errors
    view = ViewState(size: RuleTests.size)
    #expect(
      view.handle(.key(.character("+")), in: model) == [.setThreshold(0.06, of: RuleTests.errors)])
  }
}

import Alerting
import Canvas
import Query
import Testing
import Traffic

@testable import Dashboard

/// The list of rules, and the keys that act on the one that was chosen.
struct RulesPanelTests {
  private static let size = Size(columns: 80, rows: 24)
  private let model = Scenario.withRules().model

  private func view(_ keys: String, size: Size = size) -> ViewState {
    ViewState(size: size).pressing(keys, in: model)
  }

  private func commands(_ keys: String, then last: Key) -> [DashboardCommand] {
    var view = view(keys)
    return view.handle(.key(last), in: model)
  }

  @Test(arguments: ScreenTests.sizes, ["", "6jj"])
  func rulesBesideAlerts(size: Size, keys: String) throws {
    try Golden.check(
      DashboardScreen.draw(model, view(keys, size: size)).text,
      named: "rules\(keys.isEmpty ? "" : "-chosen")-\(size.columns)x\(size.rows).txt")
  }

  @Test(arguments: ScreenTests.sizes)
  func zoomedAndOpened(size: Size) throws {
    try Golden.check(
      DashboardScreen.draw(model, view("6z", size: size)).text,
      named: "rules-zoomed-\(size.columns)x\(size.rows).txt")
    let open = view("6j", size: size).pressing([.enter], in: model)
    try Golden.check(
      DashboardScreen.draw(model, open).text, named: "rule-\(size.columns)x\(size.rows).txt")
    #expect(open.pressing([.escape], in: model).overlay == nil)
  }

  /// Where there is one rule the header says it all, and the list takes no room.
  @Test func aSingleRuleHasNoList() {
    let single = Scenario.normal().model
    let view = ViewState(size: RulesPanelTests.size).pressing([.tab, .tab, .tab, .tab], in: single)
    #expect(view.focus == .graph)
    #expect(Scene(single, view).layout.panels[.rules] == nil)
    #expect(Scene(model, view).layout.panels[.rules] != nil)
  }

  /// The steps are those of the unit in which a threshold is entered.
  @Test(arguments: [
    ("6", 11.0), ("6j", 0.06), ("6jj", 0.501), ("6jjj", 5_243_904), ("6jjjj", 501), ("6jjjjj", 4),
  ])
  func thresholdsOfAnyRuleAreChangedByKey(keys: String, raised: Double) {
    let rule = model.board.rules[keys.count - 1].rule.name
    #expect(commands(keys, then: .character("+")) == [.setThreshold(raised, of: rule)])
  }

  @Test(arguments: [
    ("6jt7", 0.07), ("6jt7.5 %", 0.075), ("6jjt250ms", 0.25), ("6jjjt512 KiB/s", 524_288),
    ("6jjjjt77", 77), ("6jjjjjt2.5x", 2.5),
  ])
  func thresholdsAreTypedInTheirUnit(keys: String, threshold: Double) {
    let rule = model.board.rules[keys.prefix { $0 != "t" }.count - 1].rule.name
    #expect(commands(keys, then: .enter) == [.setThreshold(threshold, of: rule)])
  }

  /// A change is undone on the rule that it was of.
  @Test func undoGoesBackToTheRuleThatWasChanged() {
    var view = view("6j+j+")
    #expect(
      view.handle(.key(.character("u")), in: model) == [.setThreshold(0.5, of: RuleName("slow"))])
    #expect(
      view.handle(.key(.character("u")), in: model)
        == [.setThreshold(0.05, of: RuleName("server-errors"))])
    #expect(view.handle(.key(.character("u")), in: model) == [])
  }

  @Test(arguments: [("30m", 1_800), ("2h", 7_200), ("1d", 86_400), ("90s", 90), ("5", 300)])
  func aRuleIsSilencedForATime(text: String, seconds: Int) {
    #expect(
      commands("6jx" + text, then: .enter)
        == [.silence(RuleName("server-errors"), seconds: seconds)])
  }

  @Test(arguments: ["", "x", "0", "31d", "1.5h", "99999999"])
  func nonsenseSilencesNothing(text: String) {
    var view = view("6jx" + text)
    #expect(view.handle(.key(.enter), in: model) == [])
    #expect(view.prompt == .silence(text: text, complaint: SilenceEntry.accepted))
  }

  @Test func theSameKeyEndsASilence() {
    #expect(
      commands("6jjj", then: .character("x"))
        == [.silence(RuleName("big-downloads"), seconds: nil)])
  }

  @Test func aRuleIsSwitchedOffAndOn() {
    let errors = RuleName("server-errors")
    #expect(commands("6j", then: .character("e")) == [.setEnabled(false, errors)])
    #expect(commands("6jjjj", then: .character("e")) == [.setEnabled(true, RuleName("clients"))])
    #expect(commands("", then: .character("e")) == [.setEnabled(false, .highTraffic)])
    #expect(commands("", then: .character("W")) == [.saveRules])
  }

  /// Beside the list of rules there is space for four rows of an alert.
  @Test func whatMadeAnAlertTriggerIsSeenOnASmallScreen() {
    var model = Scenario.inAlert().model
    model.board.rules += self.model.board.rules.dropFirst()
    guard case .transition(var trigger)? = model.board.history.last else { return }
    let cause = Cause(
      dimension: .network, group: Array("203.0.113.0/24".utf8), hits: 900, before: 1, share: 0.9)
    trigger.causes = [cause]
    model.board.history[model.board.history.count - 1] = .transition(trigger)
    let text = DashboardScreen.draw(model, view("")).text
    #expect(text.contains(" why: ") && text.contains("203.0.113.0/24"), "\(text)")
    // Where there is space the message is as it is told.
    let large = DashboardScreen.draw(model, view("", size: Size(columns: 200, rows: 60))).text
    #expect(large.contains("2020-07-08T") && large.contains(" why: "))
  }

  @Test func aRuleThatIsNotExactSaysSo() {
    var model = model
    #expect(!DashboardScreen.draw(model, view("6")).text.contains("ALERT?"))
    model.board.rules[1].isApproximate = true
    #expect(DashboardScreen.draw(model, view("6")).text.contains("ALERT?"))
    let open = view("6j").pressing([.enter], in: model)
    #expect(
      DashboardScreen.draw(model, open).text.contains(
        "exact    no: there were more groups, clients or values"))
  }

  @Test func aClickChoosesARule() throws {
    let area = try #require(Scene(model, view("")).layout.panels[.rules])
    var view = view("")
    _ = view.handle(
      .mouse(MouseEvent(.press, column: area.column + 3, row: area.row + 3)), in: model)
    #expect(view.focus == .rules)
    #expect(view.looking(at: model).rule == RuleName("server-errors"))
  }

  /// All is not well while any rule has triggered.
  @Test func theHeaderSaysWhichOtherRuleHasTriggered() {
    let text = DashboardScreen.draw(model, view("")).text
    #expect(text.contains(" ALERT  server-errors"))
    #expect(TerminalTitle.text(model).hasPrefix("ALERT server-errors - "))
  }

  /// Settings that are read again may leave the chosen rule out.
  @Test func aRuleThatIsGoneIsNoLongerChosen() {
    let view = view("6j")
    var less = model
    less.board.rules.removeAll { $0.rule.name == RuleName("server-errors") }
    #expect(view.looking(at: less).rule == .highTraffic)
    less.board.rules.removeFirst()
    #expect(DashboardScreen.draw(less, view).text.contains("slow"))
  }
}

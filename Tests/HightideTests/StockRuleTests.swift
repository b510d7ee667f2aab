import Alerting
import Settings
import Testing

@testable import hightide

/// The rules that ship with the program.
@Suite struct StockRuleTests {
  @Test func allOfThemCanBeSwitchedOn() throws {
    let text = StockRules.all.map { "[rule \($0.name)]\n\($0.keys)\n" }.joined()
    let document = try SettingsDocument(Array(text.utf8))
    #expect(document.sections.count == StockRules.all.count)
    for section in document.sections {
      let rule = try RuleSection(section).rule
      #expect(RuleWords(rule).warnings.isEmpty, "\(rule.name)")
      // So that it does not flap.
      #expect(rule.recovery != nil && rule.recovery != rule.threshold, "\(rule.name)")
    }
  }

  @Test func noneIsActiveUnlessItIsAskedFor() throws {
    guard case .show(let text) = try Command.parse(["--no-config", "--print-config"]) else {
      Issue.record("nothing is printed")
      return
    }
    #expect(text.contains("\n;[rule server-errors]\n;measure = share\n"))
    let document = try SettingsDocument(Array(text.utf8))
    #expect(!document.sections.contains { $0.name.hasPrefix("rule") })
  }

  @Test func oneThatTheFileHasIsNotShownAgain() {
    let text = StockRules.text(without: ["silence"])
    #expect(!text.contains("[rule silence]"))
    #expect(text.contains("[rule slow]"))
    #expect(StockRules.text(without: Set(StockRules.all.map(\.name))).isEmpty)
  }
}

package import Alerting
import Traffic

extension Watch {
  /// Whether other rules can be adopted: not while it is yet to be known how those before stood at the
  /// start.
  package var canAdopt: Bool { phase == .live && hindsight == nil }

  /// Judges other rules from now on, and returns the events to report.
  ///
  /// Rules that did not change keep their state. What others add up is known from here on alone, unless
  /// a rule before added it up too; they are judged once their windows were read.
  ///
  /// - Precondition: ``canAdopt``.
  package mutating func adopt(_ rules: [AlertRule]) -> [TrafficEvent] {
    let ended = book.ended(by: rules)
    settings.rules = rules
    ledger.adopt(
      settings.counting.selections, longestWindow: AlertBook(rules).longestWindow)
    book.adopt(rules, in: ledger.timeline)
    if findsCauses { ledger.widenDigests(forWindow: book.longestRuleWindow) }
    return ended.isEmpty ? [] : [.rulesEnded(ended)]
  }
}

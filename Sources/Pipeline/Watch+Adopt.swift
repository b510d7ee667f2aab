import AccessLog
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
    let before = book.rules
    let ends = book.adopt(rules, in: ledger.timeline)
    adoptSelections()
    return told(ends, of: ended) + silences(since: before)
  }

  /// Switches a rule off or on, and returns the events to report.
  ///
  /// - Precondition: ``canAdopt``.
  package mutating func setEnabled(_ isEnabled: Bool, _ rule: RuleName) -> [TrafficEvent] {
    guard let known = book.rules.first(where: { $0.name == rule }), known.isEnabled != isEnabled
    else { return [] }
    let ends = book.setEnabled(isEnabled, rule, in: ledger.timeline)
    adoptSelections()
    return told(ends, of: isEnabled ? [] : [rule])
  }

  /// What is said of rules that are judged no longer, and of their alerts.
  private mutating func told(_ ends: [AlertTransition], of rules: [RuleName]) -> [TrafficEvent] {
    book.takeReleased().map { .released($0) } + ends.map { .alert($0) }
      + (rules.isEmpty ? [] : [.rulesEnded(rules)])
  }

  /// Silences a rule for so many seconds of the stream clock, or no longer; returns what is to be told.
  package mutating func silence(_ rule: RuleName, forSeconds seconds: Int?) -> [TrafficEvent] {
    let before = book.rules
    book.silence(rule, until: seconds.flatMap { seconds in clock.map { $0 + seconds } })
    return silences(since: before)
  }

  /// What is said of alerts that an earlier run reported: of those of rules that are now judged
  /// otherwise, that they are over.
  mutating func resumed() -> [TrafficEvent] {
    let over = book.endLeft(in: ledger.timeline)
    let underWay = book.underWay
    return over.map { .released($0) } + (underWay.isEmpty ? [] : [.resumed(underWay)])
  }

  /// The rules that are silenced at the start.
  var silenced: [TrafficEvent] {
    book.rules.compactMap { rule -> TrafficEvent? in
      guard let clock, let end = rule.silencedUntil, end > clock else { return nil }
      return .silenced(rule.name, seconds: end - clock)
    }
  }

  /// The alerts that are under way, but for those of rules that are silenced.
  var audible: [AlertTransition] {
    // A trigger has its rule as it was then.
    let silent = Set(book.rules.filter { $0.isSilenced(at: clock) }.map(\.name))
    return book.underWay.filter { !silent.contains($0.rule.name) }
  }

  /// The rules that have another silence than before.
  private func silences(since before: [AlertRule]) -> [TrafficEvent] {
    book.rules.compactMap { rule -> TrafficEvent? in
      let known = before.first { $0.name == rule.name }
      guard let clock, known?.silencedUntil != rule.silencedUntil else { return nil }
      return .silenced(rule.name, seconds: max(0, rule.silencedUntil.map { $0 - clock } ?? 0))
    }
  }

  private mutating func adoptSelections() {
    settings.rules = book.rules
    ledger.adopt(settings.counting.selections, longestWindow: book.longestWindow)
    book.renumber(in: ledger.timeline)
    if findsCauses { ledger.widenDigests(forWindow: book.longestRuleWindow) }
  }
}

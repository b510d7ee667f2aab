import Traffic

/// What a screen shows of the rules: how each stands, and the history of all.
package struct AlertBoard: Sendable, Equatable {
  /// In the order of the book.
  package var rules: [RuleStatus]
  /// Every event, oldest first.
  package var history: [AlertEvent]

  package init(rules: [RuleStatus], history: [AlertEvent] = []) {
    self.rules = rules
    self.history = history
  }

  /// How the rule of that name stands.
  ///
  /// - Precondition: The book has a rule of that name.
  package subscript(name: RuleName) -> RuleStatus {
    get { rules[index(of: name)] }
    set { rules[index(of: name)] = newValue }
  }

  private func index(of name: RuleName) -> Int {
    guard let index = rules.firstIndex(where: { $0.rule.name == name }) else {
      preconditionFailure("the book has no rule called \(name)")
    }
    return index
  }
}

/// How one rule stands.
package struct RuleStatus: Sendable, Equatable {
  package var rule: AlertRule
  /// The trigger that has not recovered, its peak kept up to date; `nil` while all is well.
  package var underWay: AlertTransition?
  /// Of the window that was judged last, with all hits that have come for it since.
  package var reading: Reading

  package init(rule: AlertRule, underWay: AlertTransition? = nil, reading: Reading) {
    self.rule = rule
    self.underWay = underWay
    self.reading = reading
  }
}

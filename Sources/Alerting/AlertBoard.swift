import Traffic

/// What a screen shows of the rules: how each stands, and the history of all.
package struct AlertBoard: Sendable, Equatable {
  /// In the order of the book.
  package var rules: [RuleStatus]
  /// Every event, oldest first.
  package var history: [AlertEvent]
  /// The older events that are not kept.
  package var forgotten: ForgottenEvents

  package init(
    rules: [RuleStatus], history: [AlertEvent] = [],
    forgotten: ForgottenEvents = ForgottenEvents()
  ) {
    self.rules = rules
    self.history = history
    self.forgotten = forgotten
  }

  /// How many transitions there were, those that are not kept too; it never falls.
  ///
  /// - Complexity: O(events kept).
  package var transitionCount: Int {
    history.reduce(forgotten.transitions) { if case .transition = $1 { $0 + 1 } else { $0 } }
  }

  /// The newest transitions, as many as are kept of that many; the oldest first.
  package func newestTransitions(_ count: Int) -> [AlertTransition] {
    var newest: [AlertTransition] = []
    for case .transition(let transition) in history.reversed() {
      guard newest.count < count else { break }
      newest.append(transition)
    }
    return newest.reversed()
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

/// How many events of the history are not kept any more.
package struct ForgottenEvents: Sendable, Hashable {
  /// The number of the first event that is kept, counted from 0.
  package private(set) var events = 0
  /// How many of them were transitions.
  package private(set) var transitions = 0

  package init() {}

  package mutating func add(_ event: AlertEvent) {
    events += 1
    if case .transition = event { transitions += 1 }
  }
}

/// Why an alert is over that has not recovered: its rule is judged no longer, or otherwise.
package enum AlertEnding: String, Sendable {
  case switchedOff = "off"
  case changed
  case leftOut = "left-out"

  /// Why an alert of a rule that is called `name` ends where these rules are judged instead.
  init(of name: RuleName, with rules: [AlertRule]) {
    guard let rule = rules.first(where: { $0.name == name }) else {
      self = .leftOut
      return
    }
    self = rule.isEnabled ? .changed : .switchedOff
  }

  /// What became of the rule, for a person.
  var words: String {
    switch self {
    case .switchedOff: "the rule was switched off"
    case .changed: "the rule was changed"
    case .leftOut: "the rule was left out of the settings"
    }
  }
}

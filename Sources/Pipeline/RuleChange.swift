package import Alerting

/// How rules change while the program runs.
package enum RuleChange: Sendable {
  /// Judge these in place of those before.
  case adopt([AlertRule])
  /// Switch a rule off or on.
  case setEnabled(Bool, RuleName)
  /// Silence a rule for so many seconds; `nil` ends its silence.
  case silence(RuleName, forSeconds: Int?)
}

extension Watch {
  /// The rules as they are now, each with what the settings say of it; a silence that is over is no change.
  var ruleChanges: [(settings: AlertRule, now: AlertRule)] {
    Array(zip(book.settings, book.rules)).map { settings, now in
      var now = now
      if !now.isSilenced(at: clock), !settings.isSilenced(at: clock) {
        now.silencedUntil = settings.silencedUntil
      }
      return (settings: settings, now: now)
    }
  }

  /// Makes a change, and returns the events to report.
  mutating func make(_ change: RuleChange) -> [TrafficEvent] {
    switch change {
    case .adopt(let rules): adopt(rules)
    case .setEnabled(let isEnabled, let rule): setEnabled(isEnabled, rule)
    case .silence(let rule, let seconds): silence(rule, forSeconds: seconds)
    }
  }
}

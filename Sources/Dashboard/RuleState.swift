import Alerting
import Canvas
import Traffic

/// How a rule stands, in a word.
enum RuleState: Hashable {
  case off
  case alert
  case pending
  case ok

  init(_ status: RuleStatus) {
    self =
      !status.rule.isEnabled
      ? .off : status.underWay != nil ? .alert : status.pendingSince != nil ? .pending : .ok
  }

  var word: String {
    switch self {
    case .off: "off"
    case .alert: "ALERT"
    case .pending: "pending"
    case .ok: "ok"
    }
  }

  var role: Role {
    switch self {
    case .off: .muted
    case .alert: .alert
    case .pending: .warning
    case .ok: .ok
    }
  }

  /// Marks behind the word: `~` for a rule that flaps, `x` for one that is silenced, `?` for one that is
  /// not exact.
  static func mark(of status: RuleStatus, at clock: Instant?) -> String {
    (status.isFlapping ? "~" : "") + (status.rule.isSilenced(at: clock) ? "x" : "")
      + (status.isApproximate ? "?" : "")
  }
}

extension AlertRule {
  /// Whether its alerts are recorded and not told.
  func isSilenced(at clock: Instant?) -> Bool {
    guard let silencedUntil, let clock else { return false }
    return clock < silencedUntil
  }
}

import Alerting
import Canvas
import Traffic

/// How a rule stands, in a word.
enum RuleState: Hashable {
  case off
  case alert
  case pending
  /// Not judged yet: not enough of the log was read.
  case waits
  case ok

  init(_ status: RuleStatus) {
    if !status.rule.isEnabled {
      self = .off
    } else if status.underWay != nil {
      self = .alert
    } else if status.pendingSince != nil {
      self = .pending
    } else {
      self = status.isJudged ? .ok : .waits
    }
  }

  var word: String {
    switch self {
    case .off: "off"
    case .alert: "ALERT"
    case .pending: "pending"
    case .waits: "waits"
    case .ok: "ok"
    }
  }

  var role: Role {
    switch self {
    case .off, .waits: .muted
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

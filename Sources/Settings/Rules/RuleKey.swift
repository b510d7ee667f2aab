import Alerting
import Query

/// The keys of a rule, in the order in which they are listed.
package enum RuleKey: String, CaseIterable, Sendable {
  case measure
  case `where`
  case of
  case above
  case below
  case against
  case recover
  case window
  case by
  case `for`
  case keep
  case minHits = "min-hits"
  case severity
  case enabled
  case silenced
  case message

  /// Whether the default rule may have it: what that rule measures and says is fixed.
  package var isOfDefaultRule: Bool {
    switch self {
    case .of, .below, .against, .by, .message: false
    default: true
    }
  }

  /// What it says of the rule, in words.
  package var meaning: String {
    switch self {
    case .measure: "what is measured: \(RuleMeasure.accepted)"
    case .where: "a filter: only hits that match it are measured (default all that count)"
    case .of: "the filter of the hits that measure = share gives the share of"
    case .above:
      "the value that the rule must not exceed; 3x is a factor of the same measure over the span "
        + "against"
    case .below: "the value that it must not fall below, in place of above"
    case .against:
      "the span that a factor looks at, which ends where the window begins (default 1h)"
    case .recover: "the value to recover at, if it is another, so that an alert does not flap"
    case .window:
      "the span that is measured, at most 24h; with by, clients and percentiles, together with "
        + "against at most 1h (default 2m)"
    case .by:
      "a dimension: each group is judged apart, the 100 with the most hits in the window and those "
        + "that are not ok; one of \(Dimension.acceptedNames)"
    case .for: "how long the condition must have held before the rule triggers (default 0s)"
    case .keep: "how long the recovery must have held before the rule recovers (default 0s)"
    case .minHits:
      "with fewer hits in the window the condition does not hold, and the recovery does"
    case .severity: "info, warning or critical (default warning)"
    case .enabled: "no leaves the rule out (default yes)"
    case .silenced:
      "a time, such as 2020-07-08T08:10:00Z: before it the rule is judged and nothing is told"
    case .message:
      "a text, in which may stand "
        + MessageTemplate.placeholders.map { "{\($0)}" }.joined(separator: " ")
    }
  }
}

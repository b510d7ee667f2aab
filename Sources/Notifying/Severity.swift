package import Alerting

/// How bad an alert is.
package typealias Severity = AlertRule.Severity

extension AlertRule.Severity: Comparable {
  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }
}

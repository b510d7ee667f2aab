/// How bad an alert is, the least first.
package enum Severity: String, Sendable, CaseIterable, Comparable {
  case info
  case warning
  case critical

  package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

  private var rank: Int { Severity.allCases.firstIndex(of: self) ?? 0 }
}

import Query
package import Traffic

/// What the groups of two spans are compared by.
package enum CauseWeight: Sendable {
  case hits
  case bytes
  case errors

  /// Errors for rules about errors, bytes for rules about bytes, otherwise hits; `nil` for what is no
  /// sum over hits.
  package init?(_ rule: AlertRule) {
    var filters = [rule.filter].compactMap { $0 }
    switch rule.measure {
    case .bytes:
      self = .bytes
      return
    case .share(.errors):
      self = .errors
      return
    case .share(.matching(let filter)): filters.append(filter)
    case .rate, .percentile: break
    case .clients, .malformed, .silence: return nil
    }
    self = filters.contains { $0.asksForStatus } ? .errors : .hits
  }

  package func of(_ sums: HitSums) -> Int {
    switch self {
    case .hits: sums.hits
    case .bytes: sums.bytes
    case .errors: sums.errors
    }
  }
}

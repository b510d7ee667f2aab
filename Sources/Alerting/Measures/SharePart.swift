package import Query

/// Hits that are a part of those that a rule measures.
package enum SharePart: Hashable, Sendable {
  /// Hits with a status from 400 to 599.
  case errors
  /// Hits that match a filter.
  case matching(Filter)
}

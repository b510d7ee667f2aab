package import Query

/// Hits that are added up for each second beside the traffic as a whole, as rules ask for them.
package struct Selection: Hashable, Sendable {
  /// What is added up of the hits, beside their number.
  package enum Extra: Hashable, Sendable {
    case nothing
    /// Response bytes.
    case bytes
    /// The hits with a status from 400 to 599.
    case errors
    /// The hits that also match a filter.
    case matching(Filter)
    /// Malformed lines, which belong to the second that the clock shows when they are read.
    case malformed
  }

  /// Which hits; `nil` for all that count.
  package var filter: Filter?
  package var extra: Extra

  package init(filter: Filter? = nil, extra: Extra = .nothing) {
    self.filter = filter
    self.extra = extra
  }

  /// All filters that a hit has to be held against.
  var filters: [Filter] {
    var filters = [filter].compactMap(\.self)
    if case .matching(let other) = extra { filters.append(other) }
    return filters
  }
}

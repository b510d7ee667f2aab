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
    /// Not a sum: the hits of each client.
    case clients
    /// Not a sum: the hits of each value.
    case values(Value)
  }

  /// A number of each hit, of which percentiles are taken.
  package enum Value: Hashable, Sendable {
    case bytes
    /// In nanoseconds; hits whose line states none have no part in it.
    case duration
  }

  /// Which hits; `nil` for all that count.
  package var filter: Filter?
  package var extra: Extra
  /// What the hits are added up by; `nil` for all together.
  package var group: Dimension?

  package init(filter: Filter? = nil, extra: Extra = .nothing, group: Dimension? = nil) {
    self.filter = filter
    self.extra = extra
    self.group = group
  }

  /// All filters that a hit has to be held against.
  var filters: [Filter] {
    var filters = [filter].compactMap(\.self)
    if case .matching(let other) = extra { filters.append(other) }
    return filters
  }

  /// Whether a second has many sums: one for each group, client or value.
  package var hasCells: Bool {
    switch extra {
    case .clients, .values: true
    default: group != nil
    }
  }
}

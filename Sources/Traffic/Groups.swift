package import Query

/// The greatest groups of one dimension.
package struct Groups: Hashable, Sendable {
  package var dimension: Dimension
  /// Most hits first, ties by name in byte order; the rest is under `(other)` once not all names are
  /// known.
  package var counts: [GroupCount]

  package init(dimension: Dimension, counts: [GroupCount]) {
    self.dimension = dimension
    self.counts = counts
  }

  /// The groups of the dimension of a name; `nil` if there is no such dimension.
  package init?(dimensionName name: String, counts: [GroupCount]) {
    guard let dimension = Dimension.named(name) else { return nil }
    self.init(dimension: dimension, counts: counts)
  }

  /// The name of the dimension.
  package var dimensionName: String { dimension.name }
}

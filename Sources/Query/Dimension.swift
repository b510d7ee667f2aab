package import AccessLog

/// What hits can be grouped by, such as the client: a row of the table of dimensions.
///
/// Tallies, lists, panels and reports take a dimension as a value and ask it for all that differs
/// between dimensions. To add a dimension is to add a row.
package struct Dimension: Sendable {
  /// The word in options, settings and JSON: `client`.
  package let name: String
  /// The heading of a list: `Clients`.
  package let title: String
  /// The longest part of a name that a list shows, in bytes.
  private let shownBytes: Int
  private let appendName: @Sendable (Hit, RawSpan, inout [UInt8]) -> Void

  /// Creates a row; `appendName` appends the name of a hit's group, which is never empty.
  ///
  /// A name is appended rather than returned so that a caller with a buffer of its own allocates
  /// nothing per hit, whether the name stands in the line or is made from it.
  package init(
    name: String, title: String, shownBytes: Int = 512,
    appendName: @escaping @Sendable (Hit, RawSpan, inout [UInt8]) -> Void
  ) {
    self.name = name
    self.title = title
    self.shownBytes = shownBytes
    self.appendName = appendName
  }

  /// Appends the name of the group of a hit that was parsed from `bytes`.
  ///
  /// - Complexity: O(length of the name), without allocation if `name` has the capacity.
  package func append(_ hit: Hit, _ bytes: RawSpan, to name: inout [UInt8]) {
    appendName(hit, bytes, &name)
  }

  /// A name as it may stand on a terminal.
  package func shown(_ name: [UInt8]) -> String {
    printableText(name.prefix(shownBytes))
  }
}

extension Dimension: Hashable {
  package static func == (left: Dimension, right: Dimension) -> Bool { left.name == right.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

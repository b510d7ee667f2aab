package import AccessLog

/// What hits can be grouped by, such as the client: a row of the table of dimensions.
///
/// Tallies, lists, panels, reports and filters take a dimension as a value and ask it for all that
/// differs between dimensions. To add a dimension is to add a row; see ``all``.
package struct Dimension: Sendable {
  /// Reads what a hit has of the dimension; what stands nowhere in the bytes is appended to a buffer.
  ///
  /// It must not capture anything: a reference would be counted at each hit.
  package typealias Read = @Sendable (Hit, RawSpan, _ parameter: Int, inout [UInt8]) -> FieldValue

  /// The word in options, settings and JSON: `client`.
  package let name: String
  /// The heading of a list: `Clients`.
  package let title: String
  /// Which parts of a hit are read.
  package let parts: HitParts
  /// The field that the value is made from, if that takes long enough for values to be remembered.
  let source: (@Sendable (Hit, RawSpan) -> Range<Int>?)?
  /// The longest part of a name that a list shows, in bytes.
  private let shownBytes: Int
  let parameter: Int
  /// What a usual line has of the dimension, or of ``source`` if the value is made from that; `nil` if
  /// lines have to be parsed for it.
  package let usual: UsualField?
  private let readValue: Read

  /// Creates a row.
  ///
  /// `parameter` is handed to `read`, for rows that differ in a number. A value that depends on
  /// nothing but `source` is remembered, and made once for many hits. `usual` must give the same as
  /// `read`, and spares reading most lines.
  package init(
    name: String, title: String, shownBytes: Int = 512, parts: HitParts = [], parameter: Int = 0,
    usual: UsualField? = nil,
    source: (@Sendable (Hit, RawSpan) -> Range<Int>?)? = nil, read: @escaping Read
  ) {
    self.name = name
    self.title = title
    self.shownBytes = shownBytes
    self.parts = parts
    self.parameter = parameter
    self.usual = usual
    self.source = source
    readValue = read
  }

  /// What a hit that was parsed from `bytes` has of the dimension; see ``FieldValue/made``.
  ///
  /// - Complexity: O(length of the field), without allocation if `made` has the capacity.
  @inline(__always)
  package func value(of hit: Hit, in bytes: RawSpan, made: inout [UInt8]) -> FieldValue {
    readValue(hit, bytes, parameter, &made)
  }

  /// Whether what ``usual`` finds is only what the name is made from.
  package var isMadeOfField: Bool { source != nil }

  /// Appends the name of the group of a hit that was parsed from `bytes`: its value, or `-` where the
  /// line lacks the field or it is empty.
  ///
  /// - Complexity: O(length of the name), without allocation if `name` has the capacity.
  package func append(_ hit: Hit, _ bytes: RawSpan, to name: inout [UInt8]) {
    let start = name.count
    if case .logged(let range) = value(of: hit, in: bytes, made: &name) {
      bytes.append(range, to: &name)
    }
    if name.count == start { name += Dimension.unknown }
  }

  /// The name of the group of hits that lack the field.
  package static let unknown = Section.unknown

  /// A name as it may stand on a terminal.
  package func shown(_ name: [UInt8]) -> String {
    printableText(name.prefix(shownBytes))
  }
}

extension Dimension: Hashable {
  package static func == (left: Dimension, right: Dimension) -> Bool { left.name == right.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

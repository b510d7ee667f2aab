/// The layouts of a state: a number that is raised where an earlier program could not read, or would
/// misread, what a later one wrote.
///
/// From layout 5 on all is in fields with tags, and a field that is added needs no new layout.
package enum StateLayout {
  /// The one that is written.
  package static let current: UInt64 = 5
  /// The oldest that is read.
  package static let oldest: UInt64 = 3
  /// Up to this one values stand one after the other, without tags.
  package static let lastWithoutFields: UInt64 = 4
}

/// The records that a state consists of.
package enum StatePart: Int {
  /// The settings that it was made with.
  case settings = 1
  /// What is known, and how far the sources are read.
  case watch
}

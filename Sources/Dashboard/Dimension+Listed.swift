import Query
import Traffic

extension Dimension {
  /// What the list of groups lists.
  static let listed = Dimension.section
}

extension Statistics {
  /// The groups of a dimension that are kept, most hits first; empty if hits are not counted by it.
  func groups(of dimension: Dimension) -> [GroupCount] {
    dimension == .section ? sections : []
  }
}

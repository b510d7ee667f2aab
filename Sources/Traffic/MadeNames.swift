import AccessLog
import Query

/// Names that were made of fields, and what they were made of, while no scanner uses them.
struct MadeNames: Sendable {
  /// Which key they are hashed with: ``LineScanner/keyMark``.
  let keyMark: UInt64
  /// What each column is grouped by.
  let columns: [Dimension]
  /// What the names of each column were made of.
  var memos: [MadeNameMemo] = []
  /// The names.
  var letters: [UInt8] = []

  init(keyMark: UInt64, columns: [Dimension]) {
    self.keyMark = keyMark
    self.columns = columns
  }
}

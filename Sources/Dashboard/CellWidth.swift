/// How many cells texts of each kind take at most, and the blanks between them.
///
/// The one place that every part of the screen reads; the columns of a list are in ``ListColumns``, and
/// those of the panels in ``PanelTable``.
enum CellWidth {
  /// Between a text and the next in the same row.
  static let blank = 1
  /// Between texts that do not belong together.
  static let gap = 2
  /// Between blocks that stand side by side.
  static let blockGap = 3

  /// `12:04:09`.
  static let timeOfDay = 8
  /// `99999` or `1.23M`; a size in as few cells has the same.
  static let count = 5
  /// `1023 KiB`.
  static let bytes = 8
  /// `12.3k/s`.
  static let rate = 7
  /// `100%`.
  static let share = 4
  /// `100.0 %`.
  static let longShare = 7
  /// `other`, a code below its class, or the bound of a bucket.
  static let shortName = 6
}

import Canvas

/// How much fits side by side on a screen: what every part of it asks instead of comparing columns.
enum Breadth: Int, CaseIterable, Comparable {
  /// Panels below each other, abbreviations instead of words.
  case narrow
  /// Words in the title, the prompts and the help.
  case wordy
  /// Panels side by side.
  case wide
  /// Boxes around panels, and how long a state has lasted.
  case roomy
  /// The blocks of an open section in four columns.
  case vast

  init(columns: Int) {
    self = Breadth.allCases.last { $0.leastColumns <= columns } ?? .narrow
  }

  /// The fewest columns of a screen of this breadth.
  var leastColumns: Int {
    switch self {
    case .narrow: 0
    case .wordy: 60
    case .wide: PanelTable.columnsSideBySide
    case .roomy: 100
    case .vast: 150
    }
  }

  static func < (left: Breadth, right: Breadth) -> Bool { left.rawValue < right.rawValue }
}

extension Size {
  var breadth: Breadth { Breadth(columns: columns) }
}

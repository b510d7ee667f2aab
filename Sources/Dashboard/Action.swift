/// What a key does.
enum Action: Hashable, Sendable {
  case quit
  case help
  case close
  case raiseThreshold
  case lowerThreshold
  case raiseThresholdByTenth
  case lowerThresholdByTenth
  case enterThreshold
  case undoThreshold
  case freeze
  case nextPanel
  case previousPanel
  case focus(Panel)
  case zoom
  case open
  case up
  case down
  case pageUp
  case pageDown
  case first
  case last
  case sort
  case filter
  case screenFilter
  case addToFilter
  case excludeByFilter
  case shortenFilter
  case chooseDimension
  case earlier
  case later
  case muchEarlier
  case muchLater
  case live
  case shorterSpan
  case longerSpan
  case mute
  case snapshot
  case theme
  case mouse
  case malformed
  case reload
  case redraw
  case suspend

  /// Whether the action concerns the panels, which an open group covers.
  var isAboutPanels: Bool {
    switch self {
    case .nextPanel, .previousPanel, .focus, .zoom, .open, .up, .down, .pageUp, .pageDown, .first,
      .last, .sort, .filter, .chooseDimension, .shorterSpan, .longerSpan:
      true
    default: false
    }
  }
}

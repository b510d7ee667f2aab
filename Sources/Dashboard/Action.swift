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
  case mark
  case why
  case lines
  case copy
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
  case measure
  case shorterSpan
  case longerSpan
  case mute
  case snapshot
  case theme
  case mouse
  case malformed
  case deliveries
  case reload
  case silence
  case switchRule
  case saveRules
  case redraw
  case suspend

  /// Whether the action has a meaning while lines are looked at.
  var worksInLines: Bool {
    switch self {
    case .freeze, .open, .close, .quit, .up, .down, .pageUp, .pageDown, .first, .last, .lines,
      .redraw, .suspend, .theme, .mouse, .snapshot, .mute, .help, .malformed, .copy:
      true
    default: false
    }
  }

  /// Whether the action concerns the panels, which an open group covers.
  var isAboutPanels: Bool {
    switch self {
    case .nextPanel, .previousPanel, .focus, .zoom, .open, .up, .down, .pageUp, .pageDown, .first,
      .last, .sort, .filter, .chooseDimension, .measure, .shorterSpan, .longerSpan:
      true
    default: false
    }
  }
}

package import Alerting
package import Canvas
package import Query
package import Traffic

/// What the screen asks of the rest of the program.
package enum DashboardCommand: Sendable, Equatable {
  case quit
  /// Change the threshold of a rule to this, in the unit of its measure.
  case setThreshold(Double, of: RuleName)
  /// Record alerts of a rule for so many seconds and tell none; `nil` ends that.
  case silence(RuleName, seconds: Int?)
  /// Judge a rule, or no longer.
  case setEnabled(Bool, RuleName)
  /// Write what was changed of the rules into the settings file.
  case saveRules
  /// Collect the details of this group; `nil` stops that.
  case open(GroupChoice?)
  /// Count the hits that match this filter; `nil` ends that.
  case look(through: Filter?)
  /// Read no more of the past for it.
  case stopReading
  /// Keep the lines that match, or read them; `nil` ends that.
  case showLines(LineChoice?)
  /// Put this text into the terminal's clipboard.
  case copy(String)
  /// Write this text to a new file; say where with ``ViewState/show(_:at:)``.
  case writeSnapshot(String)
  /// Read the settings file again.
  case reload
  /// Draw the whole terminal again.
  case redraw
  case setMouse(Bool)
  case setTheme(Theme)
  /// Ring the terminal's bell once.
  case ringBell
  /// Suspend the process, as ^Z does.
  case suspend
}

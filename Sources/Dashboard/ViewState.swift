package import AccessLog
import Alerting
package import Canvas
package import Query
package import Traffic

/// What the user chose to see, and what is being typed.
package struct ViewState: Sendable, Equatable {
  /// What covers the panels.
  package enum Overlay: Sendable, Equatable {
    case help(offset: Int)
    case malformed
    /// The choice of what the list of groups lists: an index of ``Dimension/listed``.
    case dimensions(selected: Int)
    /// What made the traffic of a span more or less.
    case why(selected: Int)
    /// The choice of what is copied.
    case copy([CopyChoice], selected: Int)
    /// All that is known of the rule that was chosen.
    case rule
    case deliveries(offset: Int)
  }

  /// What is typed in the last row.
  package enum Prompt: Sendable, Equatable {
    /// `complaint` says what is wrong with the text, once it was refused.
    case threshold(text: String, complaint: String?)
    case filter(text: String)
    /// The filter of the whole screen; `cycle` is the completion under way.
    case screenFilter(text: String, complaint: String?, cycle: FilterCycle? = nil)
    /// For how long the rule is to be silenced.
    case silence(text: String, complaint: String?)
  }

  /// A line for the user that disappears after a while.
  struct Notice: Sendable, Equatable {
    var text: String
    /// The wall clock when it disappears.
    var until: Instant
  }

  package internal(set) var size: Size
  package internal(set) var glyphs: GlyphSet
  package internal(set) var theme: Theme
  package internal(set) var focus = Panel.sections
  /// What the list of groups lists.
  package internal(set) var dimension = Dimension.section
  package internal(set) var isZoomed = false
  package internal(set) var overlay: Overlay?
  package internal(set) var prompt: Prompt?
  package internal(set) var order = GroupOrder.hits
  /// Only groups whose name has this text in it, in any case, are listed.
  package internal(set) var filter = ""
  /// The filter of the whole screen.
  package internal(set) var screenFilter = ScreenFilter()
  /// What the graph shows.
  package internal(set) var measure = GraphMeasure.requests
  package internal(set) var span = GraphSpan.twoMinutes
  /// The model that is shown in place of the newest, while the screen is frozen.
  package internal(set) var frozen: DashboardModel?
  /// The start of the interval that is shown; `nil` for the last one.
  package internal(set) var pastInterval: Instant?
  /// The alert whose moment was chosen last.
  var chosenAlert: ChosenAlert?
  /// The group whose details are shown.
  package internal(set) var openGroup: GroupChoice?
  /// The interval in the graph where the mouse was pressed.
  var pressed: PressedMoment?
  /// The span of time that is marked.
  var mark: TimeMark?
  /// The lines that are looked at.
  package internal(set) var lines: ShownLines?
  package internal(set) var isMuted = false
  package internal(set) var usesMouse: Bool

  /// Whether no more of the past is read for the filter.
  var hasStoppedReading = false
  /// The rule that was chosen in the list of rules; `nil` for the usual one.
  var chosenRule: RuleName?
  var groupSelection = GroupSelection()
  /// The number of the selected entry of the alert history, counted from the first of all; `nil` for
  /// the newest.
  var alertSelection: Int?
  /// Rows that were scrolled past.
  var statusOffset = 0
  /// Rows that were scrolled past.
  var bytesOffset = 0
  var notice: Notice?
  var thresholds = ThresholdEdits()
  /// How many transitions the bell has judged; `nil` before the first frame.
  var heardTransitions: Int?
  /// Whether a frame showed lines that are followed.
  var hasSeenTraffic = false
  /// Whether the theme is that of the terminal's background, as long as none is chosen.
  package internal(set) var followsBackground: Bool

  package init(
    size: Size, glyphs: GlyphSet = .unicode, theme: Theme = .standard,
    followsBackground: Bool = false, usesMouse: Bool = true
  ) {
    self.size = size
    self.glyphs = glyphs
    self.theme = theme
    self.followsBackground = followsBackground
    self.usesMouse = usesMouse
  }

  /// Shows one line to the user for a few seconds.
  package mutating func show(_ text: String, at wallClock: Instant, seconds: Int = 6) {
    notice = Notice(text: text, until: wallClock + seconds)
  }
}

/// The selected group of the list.
///
/// The selection follows its name when the order of the list changes.
struct GroupSelection: Sendable, Equatable {
  var name: [UInt8]?
  /// Its last index in the list, for when the name is no longer listed.
  var index = 0
}

/// The changes of thresholds that this screen made.
struct ThresholdEdits: Sendable, Equatable {
  /// A threshold before a change.
  struct Earlier: Sendable, Equatable {
    var rule: RuleName
    var threshold: Double
  }

  /// Oldest first.
  var earlier: [Earlier] = []
  /// The threshold that was asked for and is not in force yet.
  var pending: Double?
  /// The wall clock until which a line says what the last change means.
  var backtestUntil: Instant?
}

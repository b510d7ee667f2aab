package import AccessLog
package import Canvas

/// What the screen's user chose to see, and what is being typed.
package struct ViewState: Sendable, Equatable {
  /// What lies over the panels.
  package enum Overlay: Sendable, Equatable {
    case help(offset: Int)
    case malformed
  }

  /// What is typed in the last row.
  package enum Prompt: Sendable, Equatable {
    /// With what is wrong with it, once it was refused.
    case threshold(text: String, complaint: String?)
    case filter(text: String)
  }

  /// A line for the user that goes away by itself.
  struct Notice: Sendable, Equatable {
    var text: String
    /// The wall clock when it goes.
    var until: Instant
  }

  package internal(set) var size: Size
  package internal(set) var glyphs: GlyphSet
  package internal(set) var theme: Theme
  package internal(set) var focus = Panel.sections
  package internal(set) var isZoomed = false
  package internal(set) var overlay: Overlay?
  package internal(set) var prompt: Prompt?
  package internal(set) var order = SectionOrder.hits
  /// Only sections whose name has this text in it, in any case, are listed.
  package internal(set) var filter = ""
  package internal(set) var span = GraphSpan.twoMinutes
  /// What is shown instead of what comes in.
  package internal(set) var frozen: DashboardModel?
  /// The start of the interval that is shown, if it is not the last one.
  package internal(set) var pastInterval: Instant?
  /// The section whose details are shown.
  package internal(set) var openSection: [UInt8]?
  package internal(set) var isMuted = false
  package internal(set) var usesMouse: Bool

  var sectionSelection = SectionSelection()
  /// An entry of the alert history, counted from the oldest; the newest where `nil`.
  var alertSelection: Int?
  /// Rows that were scrolled past.
  var statusOffset = 0
  /// Rows that were scrolled past.
  var bytesOffset = 0
  var notice: Notice?
  var thresholds = ThresholdEdits()
  /// The entries of the alert history that the bell was considered for; `nil` before the first.
  var heardEvents: Int?

  package init(
    size: Size, glyphs: GlyphSet = .unicode, theme: Theme = .standard, usesMouse: Bool = true
  ) {
    self.size = size
    self.glyphs = glyphs
    self.theme = theme
    self.usesMouse = usesMouse
  }

  /// Shows one line to the user for a few seconds.
  package mutating func show(_ text: String, at wallClock: Instant) {
    notice = Notice(text: text, until: wallClock + 6)
  }
}

/// The section that the selection bar is on.
///
/// It sticks to the name while the order of the list changes under it.
struct SectionSelection: Sendable, Equatable {
  var name: [UInt8]?
  /// Where it was in the list, for when the name has gone.
  var index = 0
}

/// Changes of the threshold, as far as this screen made them.
struct ThresholdEdits: Sendable, Equatable {
  /// What was in force before each change, oldest first.
  var earlier: [Double] = []
  /// What was asked for and is not in force yet.
  var pending: Double?
  /// The wall clock until which a line says what the last change means.
  var rehearsedUntil: Instant?
}

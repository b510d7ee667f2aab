/// How each role looks: a table of styles, which the terminal turns into its attributes.
package enum Theme: String, CaseIterable, Sendable {
  case standard = "default"
  case light
  case highContrast = "high-contrast"
  case monochrome
}

/// How cells of one role look.
package struct Style: Hashable, Sendable {
  /// A colour of the 256-colour palette (0 to 15 are the terminal's own), and its stand-in on
  /// terminals with 8 colours.
  package struct Color: Hashable, Sendable {
    /// 0 to 255.
    package var palette: UInt8
    /// 0 to 7; `nil` for the terminal's own colour.
    package var basic: UInt8?

    package init(_ palette: UInt8, basic: UInt8?) {
      self.palette = palette
      self.basic = basic
    }
  }

  /// `nil` for the terminal's own colour.
  package var foreground: Color?
  /// `nil` for the terminal's own colour.
  package var background: Color?
  package var isBold = false
  package var isUnderlined = false
  package var isReversed = false
  package var isDim = false

  package init() {}

  /// The style on a terminal without colours: what was filled is reversed, so that it stays a block.
  package var withoutColors: Style {
    var style = self
    style.isReversed = isReversed || background != nil
    style.foreground = nil
    style.background = nil
    return style
  }
}

/// How each role looks: a table that a terminal turns into its attributes.
package enum Theme: String, CaseIterable, Sendable {
  case standard = "default"
  case light
  case highContrast = "high-contrast"
  case monochrome
}

/// How cells of one role look.
package struct Style: Hashable, Sendable {
  /// A colour of the 256-colour palette (0 to 15 are the terminal's own), with what stands in for
  /// it where there are only 8.
  package struct Color: Hashable, Sendable {
    /// 0 to 255.
    package var palette: UInt8
    /// 0 to 7.
    package var basic: UInt8

    package init(_ palette: UInt8, basic: UInt8) {
      self.palette = palette
      self.basic = basic
    }
  }

  /// The terminal's own colour where `nil`.
  package var foreground: Color?
  /// The terminal's own colour where `nil`.
  package var background: Color?
  package var isBold = false
  package var isUnderlined = false
  package var isReversed = false
  package var isDim = false

  package init() {}
}

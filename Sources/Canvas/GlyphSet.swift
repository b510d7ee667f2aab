/// The glyphs that a terminal can draw.
package enum GlyphSet: Hashable, Sendable {
  /// Lines and blocks beyond ASCII.
  case unicode
  /// ASCII only, as under `LC_ALL=C`.
  case ascii

  /// The glyph that stands for `glyph` in this set.
  package func glyph(for glyph: Unicode.Scalar) -> Unicode.Scalar {
    guard self == .ascii, !glyph.isASCII else { return glyph }
    return GlyphSet.standIn(for: glyph)
  }

  private static func standIn(for glyph: Unicode.Scalar) -> Unicode.Scalar {
    switch glyph {
    case "─", "╌", "┄", "–", "╴": "-"
    case "━": "="
    case "═": "~"
    case "│", "┃", "┤", "├", "┊", "╵": "|"
    case "┏", "┓", "┗", "┛", "╭", "╮", "╰", "╯", "┼", "┴", "┬", "└": "+"
    case "▲": "^"
    case "▼": "v"
    case "▶", "▸": ">"
    case "◀": "<"
    case "←": "<"
    case "→": ">"
    case "↑": "^"
    case "↓": "v"
    case "▾": "*"
    case "≥": ">"
    case "·", "▁", "▂": "."
    case "▃", "▄", "▅": ":"
    case "▏", "▎", "▍": " "
    case "▒": "="
    case "░": "/"
    case "…": "~"
    case "█", "▆", "▇", "▌", "▋", "▊", "▉", "■": "#"
    default: "?"
    }
  }
}

extension Unicode.Scalar {
  /// Whether this takes exactly one cell on every terminal: printable ASCII, or one of the lines,
  /// blocks and marks that the screen itself draws.
  var fillsOneCell: Bool {
    switch value {
    case 0x20...0x7E, 0x2500...0x259F: true
    case 0x2190...0x2193: true
    case 0xB7, 0x2013, 0x2026, 0x2265, 0x25A0, 0x25B2, 0x25B6, 0x25B8, 0x25BC, 0x25BE, 0x25C0: true
    default: false
    }
  }
}

extension Grid {
  /// The same picture in another glyph set.
  ///
  /// - Complexity: O(cells) for `.ascii`; nothing is copied for `.unicode`.
  package func drawn(with glyphs: GlyphSet) -> Grid {
    guard glyphs == .ascii else { return self }
    var folded = self
    for row in 0..<size.rows {
      for column in 0..<size.columns {
        folded[column: column, row: row].glyph = glyphs.glyph(
          for: self[column: column, row: row].glyph)
      }
    }
    return folded
  }
}

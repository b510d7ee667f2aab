import CNcurses
import Canvas

/// The theme in use, as ncurses knows it: a colour pair and attributes for each role.
struct Attributes {
  private var bits: [attr_t]
  private var pairs: [Int16]

  /// Defines the colour pairs of the current screen.
  init(depth: ColorDepth, style: (Role) -> Style) {
    let count = Int(Role.allCases.map(\.rawValue).max() ?? 0) + 1
    bits = Array(repeating: 0, count: count)
    pairs = Array(repeating: 0, count: count)
    for role in Role.allCases {
      let style = depth == .none ? style(role).withoutColors : style(role)
      let index = Int(role.rawValue)
      bits[index] = Self.bits(of: style)
      pairs[index] = Self.pair(of: style, number: index + 1, depth: depth)
    }
  }

  /// Gives what is written to the window from now on the look of `role`.
  func apply(_ role: Role, to window: UnsafeMutablePointer<WINDOW>?) {
    let index = Int(role.rawValue)
    unsafe wattr_set(window, bits[index], pairs[index], nil)
  }

  private static func bits(of style: Style) -> attr_t {
    var bits: attr_t = 0
    if style.isBold { bits |= hightide_bold() }
    if style.isDim { bits |= hightide_dim() }
    if style.isUnderlined { bits |= hightide_underline() }
    if style.isReversed { bits |= hightide_reverse() }
    return bits
  }

  private static func pair(of style: Style, number: Int, depth: ColorDepth) -> Int16 {
    guard style.foreground != nil || style.background != nil else { return 0 }
    guard let foreground = color(style.foreground, depth),
      let background = color(style.background, depth),
      number < hightide_color_pairs(),
      init_pair(Int16(number), foreground, background) == OK
    else { return 0 }
    return Int16(number)
  }

  /// The number of a colour in ncurses, -1 for the terminal's own; `nil` without colours.
  private static func color(_ color: Style.Color?, _ depth: ColorDepth) -> Int16? {
    switch (depth, color) {
    case (.none, _): nil
    case (_, nil): -1
    case (.basic, let color?): color.basic.map { Int16($0 & 7) } ?? -1
    case (.palette, let color?): Int16(color.palette)
    }
  }
}

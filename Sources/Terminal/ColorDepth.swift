private import CNcurses

/// When colours are used.
package enum ColorChoice: String, CaseIterable, Sendable {
  /// If the terminal has them, and `NO_COLOR` is unset or empty (no-color.org).
  case auto
  /// If the terminal has them.
  case always
  case never
}

/// How many colours are used.
package enum ColorDepth: Sendable {
  case none
  /// The eight of ECMA-48.
  case basic
  /// The 256 of xterm.
  case palette

  /// Switches on the colours of the current screen, if they are to be used.
  static func start(_ choice: ColorChoice, isRefused: Bool) -> ColorDepth {
    switch choice {
    case .never: return .none
    case .auto where isRefused: return .none
    case .auto, .always: break
    }
    guard has_colors(), start_color() == OK, hightide_colors() >= 8 else { return .none }
    // If the terminal's own colours cannot be selected, black and white replace them.
    use_default_colors()
    return hightide_colors() >= 256 ? .palette : .basic
  }
}

private import CTerminals

/// What common terminals can do, for machines whose ncurses does not know it.
struct TerminalDescription {
  /// The type that is described; it may be an older relative of the one that was asked for.
  var type: String
  /// In base64, as `TERMINFO` takes it.
  var base64: String

  /// The description of a type, or of what terminals of such a name understand; `nil` if nothing is
  /// known of it.
  init?(of type: String) {
    guard let name = TerminalDescription.known(type),
      let description = unsafe terminal_description(name)
    else { return nil }
    self.type = name
    // A constant, which ends with a NUL.
    base64 = unsafe String(cString: description)
  }

  /// The beginnings of types, and which description is of use to them.
  private static let relatives = [
    ("xterm", "xterm-256color"), ("tmux", "tmux-256color"), ("screen", "screen-256color"),
    ("rxvt", "rxvt-unicode-256color"), ("putty", "putty-256color"), ("linux", "linux"),
    ("vt", "vt220"), ("alacritty", "xterm-256color"), ("foot", "xterm-256color"),
    ("wezterm", "xterm-256color"), ("konsole", "xterm-256color"), ("gnome", "xterm-256color"),
    ("vte", "xterm-256color"), ("st-", "xterm-256color"), ("iterm", "xterm-256color"),
    ("mintty", "xterm-256color"), ("contour", "xterm-256color"), ("ghostty", "xterm-256color"),
  ]

  private static func known(_ type: String) -> String? {
    if unsafe terminal_description(type) != nil { return type }
    return relatives.first { type.lowercased().hasPrefix($0.0) }?.1
  }
}

private import CNcurses

/// The title of the terminal's window or tab.
struct WindowTitle {
  /// Saves the current title, if the terminal can.
  let begin: [UInt8]
  /// Restores the saved title; if the terminal cannot, the title becomes empty.
  let end: [UInt8]
  private let start: [UInt8]
  private let finish: [UInt8]

  /// Longer titles are cut.
  private static let limit = 120
  /// How the names of the terminal types begin that know xterm's operating system commands.
  private static let xtermLike = [
    "xterm", "rxvt", "screen", "tmux", "st-", "alacritty", "foot", "kitty", "konsole", "gnome",
    "vte", "wezterm", "contour", "ghostty", "putty", "mintty", "iterm",
  ]

  /// Creates the title of the current screen, whose type has this name.
  init(terminalType: String) {
    // The status line of a description is a window title only if such a command sets it; older
    // terminals have a line of the screen for it.
    if let start = TerminalSession.capability("tsl"), start.starts(with: Array("\u{1B}]".utf8)),
      let finish = TerminalSession.capability("fsl")
    {
      (self.start, self.finish) = (start, finish)
    } else if Self.isXtermLike(terminalType) {
      (start, finish) = (Array("\u{1B}]2;".utf8), [0x07])
    } else {
      (start, finish, begin, end) = ([], [], [], [])
      return
    }
    begin = Array("\u{1B}[22;2t".utf8)
    end = start + finish + Array("\u{1B}[23;2t".utf8)
  }

  /// Whether a type of this name knows xterm's operating system commands.
  static func isXtermLike(_ terminalType: String) -> Bool {
    xtermLike.contains(where: terminalType.hasPrefix)
  }

  /// The bytes that set the title to the printable ASCII of `text`; empty if the terminal has no
  /// title.
  func bytes(_ text: String) -> [UInt8] {
    guard !start.isEmpty else { return [] }
    return start + text.utf8.filter { (0x20...0x7E).contains($0) }.prefix(Self.limit) + finish
  }
}

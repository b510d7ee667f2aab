private import CNcurses

/// The title of the terminal's window or tab.
struct WindowTitle {
  /// Keeps the title that is there, where the terminal can.
  let begin: [UInt8]
  /// Restores the title that was there; where the terminal cannot, it is empty.
  let end: [UInt8]
  private let start: [UInt8]
  private let finish: [UInt8]

  /// Longer titles are cut.
  private static let limit = 120
  /// Types that take the operating system commands of xterm, by how their names begin.
  private static let xtermLike = [
    "xterm", "rxvt", "screen", "tmux", "st-", "alacritty", "foot", "kitty", "konsole", "gnome",
    "vte", "wezterm", "contour", "ghostty", "putty", "mintty", "iterm",
  ]

  /// For the current screen, whose type has this name.
  init(terminalType: String) {
    // A description's status line is a window title only if it is set by such a command; older
    // terminals have a line on the glass for it.
    if let start = TerminalSession.capability("tsl"), start.starts(with: Array("\u{1B}]".utf8)),
      let finish = TerminalSession.capability("fsl")
    {
      (self.start, self.finish) = (start, finish)
    } else if Self.xtermLike.contains(where: terminalType.hasPrefix) {
      (start, finish) = (Array("\u{1B}]2;".utf8), [0x07])
    } else {
      (start, finish, begin, end) = ([], [], [], [])
      return
    }
    begin = Array("\u{1B}[22;2t".utf8)
    end = start + finish + Array("\u{1B}[23;2t".utf8)
  }

  /// What sets the title to `text`, of which only printable ASCII is kept; empty where the terminal
  /// has no title.
  func bytes(_ text: String) -> [UInt8] {
    guard !start.isEmpty else { return [] }
    return start + text.utf8.filter { (0x20...0x7E).contains($0) }.prefix(Self.limit) + finish
  }
}

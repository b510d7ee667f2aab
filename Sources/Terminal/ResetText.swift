private import CNcurses

/// The bytes that undo all that the session may have switched on in the terminal.
enum ResetText {
  /// Mouse reports and marks of pasted text off, cursor visible, keypad and attributes reset, the normal screen, and a new line,
  /// for the terminal of the current screen.
  static func bytes(title: WindowTitle, paste: PasteMode) -> [UInt8] {
    // A crash may have cut a sequence in the middle; CAN ends it (ECMA-48 8.3.6).
    var bytes: [UInt8] = [0x18]
    if TerminalSession.capability("kmous") != nil {
      bytes += Array("\u{1B}[?1000l\u{1B}[?1006l".utf8)
    }
    bytes += paste.end
    for name in ["sgr0", "op", "rmkx", "cnorm", "rmcup"] {
      // Without colours the terminal may not know this sequence.
      if name == "op", hightide_color_pairs() == 0 { continue }
      bytes += TerminalSession.capability(name) ?? []
    }
    return bytes + title.end + Array("\r\n".utf8)
  }
}

private import CNcurses

/// What undoes all that the session may have switched on in the terminal.
enum ResetText {
  /// Of the current screen: mouse reports off, cursor visible, keypad and attributes as they were,
  /// the other screen back, and a new line.
  static func bytes(title: WindowTitle) -> [UInt8] {
    // A crash may have cut a frame in the middle of a sequence, which CAN ends (ECMA-48 8.3.6).
    var bytes: [UInt8] = [0x18]
    if TerminalSession.capability("kmous") != nil {
      bytes += Array("\u{1B}[?1000l\u{1B}[?1006l".utf8)
    }
    for name in ["sgr0", "op", "rmkx", "cnorm", "rmcup"] {
      // Where nothing was coloured, nothing says that colours are known.
      if name == "op", hightide_color_pairs() == 0 { continue }
      bytes += TerminalSession.capability(name) ?? []
    }
    return bytes + title.end + Array("\r\n".utf8)
  }
}

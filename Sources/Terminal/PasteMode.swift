private import CNcurses

/// Has pasted text marked as that, so that its characters are not taken for keys.
struct PasteMode {
  /// Empty where the terminal does not know it.
  let begin: [UInt8]
  let end: [UInt8]

  /// For the current screen.
  init(isXtermLike: Bool) {
    // The names that ncurses 6.4 has for the sequences, where its description lists them.
    guard isXtermLike || TerminalSession.capability("BE") != nil else {
      (begin, end) = ([], [])
      return
    }
    begin = TerminalSession.capability("BE") ?? Array("\u{1B}[?2004h".utf8)
    end = TerminalSession.capability("BD") ?? Array("\u{1B}[?2004l".utf8)
  }
}

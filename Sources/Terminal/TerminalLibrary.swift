import CNcurses

/// The library that draws on the terminal.
package enum TerminalLibrary {
  /// Its name and version, as it is loaded; `curses_version(3)`.
  package static var version: String {
    // It returns a constant.
    unsafe curses_version().map { unsafe String(cString: $0) } ?? "ncurses"
  }
}

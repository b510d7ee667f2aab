import CNcurses
import Canvas
import Glibc
import System

extension TerminalSession {
  /// Asks the terminal for its size; the next frame is drawn completely.
  package func takeNewSize() {
    var window = winsize()
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0
    if isKnown, window.ws_row > 0, window.ws_col > 0 {
      resizeterm(Int32(window.ws_row), Int32(window.ws_col))
      size = Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }
    shown = nil
    // Terminals differ in what they do with their contents when their size changes.
    redraw()
  }

  /// Gives the terminal to the shell and stops the process until SIGCONT.
  ///
  /// Returns when the program has the terminal again; show a frame then. If the process cannot be
  /// stopped, because no shell would continue it, it returns at once.
  package func suspend() {
    leaveScreen()
    stop(by: SIGTSTP)
    resume()
  }

  /// Takes the terminal back after the process was stopped by any signal; show a frame then.
  ///
  /// In the background (`bg`) the process stops again, as every program that uses the terminal does,
  /// unless it was asked to end.
  package func resume() {
    while !isInForeground {
      // A shell that ends a stopped job sends SIGTERM, then SIGCONT: wait until the first has arrived.
      usleep(50_000)
      if ProcessSignals.isEnding { return }
      if !isInForeground { stop(by: SIGTTOU) }
    }
    // After SIGSTOP the shell has changed the modes and written on the screen.
    if !isAway, !areModesOurs { leaveScreen() }
    if isAway {
      setModes(ownModes)
      isAway = false
      write(title.begin + paste.begin)
      setTitle(titleText)
    }
    takeNewSize()
  }

  /// Leaves the screen to the shell, as it was when the session began.
  func leaveScreen() {
    guard !isAway else { return }
    isAway = true
    endwin()
    flush()
    // Without another screen to return to, the footer stays in the row that the shell writes to next.
    if Self.capability("rmcup") == nil {
      write(Self.capability("el").map { [UInt8(ascii: "\r")] + $0 } ?? Array("\r\n".utf8))
    }
    write(paste.end + title.end)
    // If another job has the terminal, the modes are that job's.
    if isInForeground { setModes(originalModes) }
  }

  private var areModesOurs: Bool {
    var modes = termios()
    guard unsafe tcgetattr(descriptor, &modes) == 0 else { return true }
    return modes.c_lflag == ownModes.c_lflag && modes.c_iflag == ownModes.c_iflag
  }

  /// Sets the modes after the terminal has read all that was written.
  ///
  /// ncurses cannot do this, since it does not write to the terminal itself.
  private func setModes(_ modes: termios) {
    var modes = modes
    unsafe tcsetattr(descriptor, TCSADRAIN, &modes)
  }

  /// Runs the default action of a signal that stops the process.
  private func stop(by signal: Int32) {
    var byDefault = sigaction()
    var previous = sigaction()
    unsafe sigaction(signal, &byDefault, &previous)
    SignalSet([signal]).received { raise(signal) }
    unsafe sigaction(signal, &previous, nil)
  }
}

import CNcurses
import Canvas
import Glibc
import System

extension TerminalSession {
  /// Asks the terminal for its size, and has the next frame drawn anew.
  package func takeNewSize() {
    var window = winsize()
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0
    if isKnown, window.ws_row > 0, window.ws_col > 0 {
      resizeterm(Int32(window.ws_row), Int32(window.ws_col))
      size = Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
    }
    shown = nil
    // What a terminal makes of its contents when its size changes, nobody knows.
    redraw()
  }

  /// Gives the terminal to the shell and stops the process, until SIGCONT.
  ///
  /// Returns once the terminal is ours again; a frame has to be shown then. If the process cannot
  /// be stopped, because no shell would continue it, that is at once.
  package func suspend() {
    leaveScreen()
    stop(by: SIGTSTP)
    resume()
  }

  /// Takes the terminal back after the process was stopped, however that happened; a frame has to
  /// be shown then.
  ///
  /// In the background (`bg`) the process stops again, as every program does that wants the
  /// terminal, unless it has been asked to end.
  package func resume() {
    while !isInForeground {
      // A shell that ends a stopped job sends SIGTERM, then SIGCONT: time for the first to be seen.
      usleep(50_000)
      if ProcessSignals.isEnding { return }
      if !isInForeground { stop(by: SIGTTOU) }
    }
    // After SIGSTOP the shell has changed the modes behind our back, and left things on the screen.
    if !isAway, !areModesOurs { leaveScreen() }
    if isAway {
      setModes(ownModes)
      isAway = false
      write(title.begin)
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
    write(title.end)
    // The modes of a terminal that another job has are that one's.
    if isInForeground { setModes(originalModes) }
  }

  private var areModesOurs: Bool {
    var modes = termios()
    guard unsafe tcgetattr(descriptor, &modes) == 0 else { return true }
    return modes.c_lflag == ownModes.c_lflag && modes.c_iflag == ownModes.c_iflag
  }

  /// Sets them once all that was written is shown.
  ///
  /// ncurses cannot, as it does not write to the terminal itself.
  private func setModes(_ modes: termios) {
    var modes = modes
    unsafe tcsetattr(descriptor, TCSADRAIN, &modes)
  }

  /// Takes the default action of a signal that stops the process.
  private func stop(by signal: Int32) {
    var byDefault = sigaction()
    var previous = sigaction()
    unsafe sigaction(signal, &byDefault, &previous)
    SignalSet([signal]).received { raise(signal) }
    unsafe sigaction(signal, &previous, nil)
  }
}

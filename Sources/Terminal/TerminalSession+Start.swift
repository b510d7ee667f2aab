import CNcurses
import Glibc
import System

extension TerminalSession {
  /// How long ncurses waits after an ESC for the rest of a sequence, in milliseconds: Esc has to feel
  /// immediate, and a slow line must not split an arrow key.
  private static let escapeDelay: Int32 = 100

  static func terminalType() throws(TerminalError) -> String {
    guard let type = environment("TERM") else { throw .typeIsNotSet }
    return type
  }

  /// Opens the terminal again, so that its flags are not shared with the shell.
  static func openTerminal() throws(TerminalError) -> Int32 {
    for path in ["/dev/tty", "/proc/self/fd/1"] {
      let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
    }
    // Where there is neither /dev nor /proc, as in a root with nothing but this program.
    let reason = SystemError.last
    if isatty(STDOUT_FILENO) == 1, fcntl(STDOUT_FILENO, F_GETFL) & O_ACCMODE == O_RDWR {
      let descriptor = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
      if descriptor >= 0 { return descriptor }
    }
    throw .cannotOpen(reason)
  }

  /// Starts ncurses and returns the descriptor that it writes to.
  ///
  /// Calls newterm(3), since initscr(3) exits if the terminal's type is unknown.
  static func startScreen(
    _ type: String, _ descriptor: Int32, _ modes: termios
  ) throws(TerminalError) -> Int32 {
    let screen = fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)
    // ncurses uses only the descriptors of these files.
    guard let output = unsafe fdopen(screen, "w"), let input = unsafe fdopen(descriptor, "r")
    else { throw .cannotOpen(.last) }
    if environment("ESCDELAY") == nil { set_escdelay(escapeDelay) }
    // The size is the terminal's, whatever LINES and COLUMNS say.
    use_env(false)
    use_tioctl(true)
    guard
      unsafe newterm(nil, output, input) != nil || startDescribed(type, output, input)
    else { throw .unknownType(type) }
    guard capability("cup") != nil else {
      endwin()
      var modes = modes
      unsafe tcsetattr(descriptor, TCSANOW, &modes)
      throw .cannotPlaceCursor(type)
    }
    return screen
  }

  /// Starts ncurses with the description that the program has of a type, where ncurses has none.
  private static func startDescribed(
    _ type: String, _ output: UnsafeMutablePointer<FILE>, _ input: UnsafeMutablePointer<FILE>
  ) -> Bool {
    guard let description = TerminalDescription(of: type) else { return false }
    let former = environment("TERMINFO")
    unsafe setenv("TERMINFO", "b64:" + description.base64, 1)
    defer {
      // Child processes are to find what this one found.
      if let former { unsafe setenv("TERMINFO", former, 1) } else { unsafe unsetenv("TERMINFO") }
    }
    return unsafe newterm(description.type, output, input) != nil
  }

  static func frameOutput(insteadOf screen: Int32) throws(TerminalError) -> FrameOutput {
    do { return try FrameOutput(insteadOf: screen) } catch { throw .cannotOpen(error) }
  }

  /// Sets the modes in which keys arrive at once, without echo or translation, and ^S does not stop the
  /// screen; returns them.
  static func prepareModes(_ descriptor: Int32) -> termios {
    cbreak()
    noecho()
    nonl()
    unsafe intrflush(hightide_stdscr(), false)
    unsafe keypad(hightide_stdscr(), true)
    unsafe nodelay(hightide_stdscr(), true)
    // A frame is drawn completely even if keys are waiting.
    typeahead(-1)
    curs_set(0)
    var modes = termios()
    unsafe tcgetattr(descriptor, &modes)
    modes.c_iflag &= ~tcflag_t(IXON)
    unsafe tcsetattr(descriptor, TCSANOW, &modes)
    return modes
  }

  /// The string capability of a name, or `nil` if the terminal has none: tigetstr(3).
  ///
  /// Delays, written as `$<5/>`, are left out.
  static func capability(_ name: String) -> [UInt8]? {
    let value = unsafe tigetstr(name)
    // -1 means that the name is not that of a string capability.
    guard let value = unsafe value, Int(bitPattern: value) != -1 else { return nil }
    let bytes = unsafe Array(UnsafeBufferPointer(start: value, count: strlen(value)))
    return withoutDelays(bytes.map { UInt8(bitPattern: $0) })
  }

  private static func withoutDelays(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "$"), rest.first == UInt8(ascii: "<"),
        let end = rest.firstIndex(of: UInt8(ascii: ">"))
      {
        rest = rest[(end + 1)...]
      } else {
        result.append(byte)
      }
    }
    return result
  }
}

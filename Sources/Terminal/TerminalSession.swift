import CNcurses
package import Canvas
import Glibc
import System

/// The terminal, while the program has the whole of it.
///
/// It is open from `init` to `close()`. ncurses knows one screen and is not thread-safe, so there
/// is one session a process, and whoever owns it stays on the main thread: it cannot be sent.
package final class TerminalSession {
  /// What a user decides about it.
  package struct Settings: Sendable {
    package var color = ColorChoice.auto
    package var mouse = true

    package init() {}
  }

  /// To be watched for input.
  package let descriptor: Int32
  /// What the locale lets it show; whatever a grid has beside is shown as `?`.
  package let encoding: TextEncoding
  package let colors: ColorDepth
  package internal(set) var size: Size

  let settings: Settings
  let title: WindowTitle
  private let errors: HeldErrors?
  private let output: FrameOutput
  /// The modes that the terminal had before.
  let originalModes: termios
  /// The modes that it has while it is ours.
  let ownModes: termios
  var attributes: Attributes
  /// What was shown last; `nil` if that is not known.
  var shown: Grid?
  var clicks = DoublePress()
  var isMouseOn = false
  /// Whether the shell has the terminal, after `suspend()`.
  var isAway = false
  var titleText = ""

  /// Takes the terminal over: /dev/tty, so that a log can come in on standard input.
  ///
  /// - Precondition: the signals are blocked by `ProcessSignals`, and this is the main thread.
  package init(_ settings: Settings, style: (Role) -> Style) throws(TerminalError) {
    guard isatty(STDOUT_FILENO) != 0 else { throw .outputIsNotATerminal }
    let type = try Self.terminalType()
    descriptor = try Self.openTerminal()
    var modes = termios()
    guard unsafe tcgetattr(descriptor, &modes) == 0 else { throw .cannotOpen(.last) }
    originalModes = modes
    encoding = TextEncoding.ofLocale()
    let screen = try Self.startScreen(type, descriptor, modes)
    ownModes = Self.prepareModes(descriptor)
    output = try Self.frameOutput(insteadOf: screen)

    self.settings = settings
    colors = .start(settings.color, isRefused: Self.environment("NO_COLOR") != nil)
    attributes = Attributes(depth: colors, style: style)
    title = WindowTitle(terminalType: type)
    size = Size(
      columns: Int(unsafe getmaxx(hightide_stdscr())), rows: Int(unsafe getmaxy(hightide_stdscr())))
    errors = HeldErrors.hold()
    EmergencyRestore.arm(
      descriptor: descriptor, modes: modes, text: ResetText.bytes(title: title), errors: errors)
    CrashSignals.install()
    write(title.begin)
    setMouse(settings.mouse)
    takeNewSize()
  }

  /// Gives the terminal back as it was; nothing may be called after that.
  package func close() {
    leaveScreen()
    EmergencyRestore.disarm()
    errors?.release()
  }

  /// Uses another theme from the next frame on.
  package func setStyle(_ style: (Role) -> Style) {
    attributes = Attributes(depth: colors, style: style)
    shown = nil
  }

  /// Sends what ncurses has written to the terminal.
  func flush() { write(output.take()) }

  /// Writes to the terminal itself; blocks while it does not read.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !EmergencyRestore.isOver {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        // A terminal that is gone says so by SIGHUP as well.
        return
      }
    }
  }

  /// Also true of a terminal that is gone: waiting for it would be for ever.
  var isInForeground: Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}

import CNcurses
package import Canvas
import Glibc
import System

/// The terminal, while the program covers its whole screen.
///
/// It is open from `init` to `close()`. ncurses is not thread-safe and is used for one screen, so a
/// process has one session, which stays on the main thread: it is not sendable.
package final class TerminalSession {
  /// What the user can choose.
  package struct Settings: Sendable {
    package var color = ColorChoice.auto
    package var mouse = true
    /// Whether the terminal is asked for its background; the answer comes as an event, if one does.
    package var asksBackground = false

    package init() {}
  }

  /// The descriptor to wait on for input.
  package let descriptor: Int32
  /// The characters that the locale allows; others are shown as `?`.
  package let encoding: TextEncoding
  package let colors: ColorDepth
  package internal(set) var size: Size

  let settings: Settings
  let title: WindowTitle
  let paste: PasteMode
  private let errors: HeldErrors?
  private let output: FrameOutput
  /// The terminal's modes before the session.
  let originalModes: termios
  /// The terminal's modes during the session.
  let ownModes: termios
  var attributes: Attributes
  /// The grid that was shown last; `nil` if the contents of the screen are unknown.
  var shown: Grid?
  var clicks = DoublePress()
  var isMouseOn = false
  /// Whether the shell has the terminal, as after `suspend()`.
  var isAway = false
  var titleText = ""
  /// What has begun to come that is longer than a key.
  var longInput: LongInput?
  /// Whether the terminal was asked for its background and has not answered.
  var isAnswerDue = false
  private var askedMilliseconds: Int64 = 0

  /// Opens the terminal by /dev/tty, so that a log can come from standard input.
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
    paste = PasteMode(isXtermLike: WindowTitle.isXtermLike(type))
    size = Size(
      columns: Int(unsafe getmaxx(hightide_stdscr())), rows: Int(unsafe getmaxy(hightide_stdscr())))
    errors = HeldErrors.hold()
    EmergencyRestore.arm(
      descriptor: descriptor, modes: modes, text: ResetText.bytes(title: title, paste: paste),
      errors: errors)
    CrashSignals.install()
    write(title.begin + paste.begin)
    if settings.asksBackground, WindowTitle.isXtermLike(type) { askBackground() }
    setMouse(settings.mouse)
    takeNewSize()
  }

  /// Restores the terminal; call nothing after that.
  package func close() {
    dropLateAnswer()
    leaveScreen()
    EmergencyRestore.disarm()
    errors?.release()
  }

  private func askBackground() {
    write(Array("\u{1B}]11;?\u{7}".utf8))
    isAnswerDue = true
    askedMilliseconds = MachineClock.milliseconds
  }

  /// Keeps an answer that is still on its way from being read by the shell.
  private func dropLateAnswer() {
    guard isAnswerDue, MachineClock.milliseconds - askedMilliseconds < 1_000 else { return }
    var ready = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    if unsafe poll(&ready, 1, 100) > 0 { tcflush(descriptor, TCIFLUSH) }
  }

  /// Uses another theme from the next frame on.
  package func setStyle(_ style: (Role) -> Style) {
    attributes = Attributes(depth: colors, style: style)
    shown = nil
  }

  /// Writes what ncurses has buffered to the terminal.
  func flush() { write(output.take()) }

  /// Writes to the terminal; blocks while it does not read.
  func write(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, !EmergencyRestore.isOver {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno != EINTR {
        // If the terminal is gone, SIGHUP comes as well.
        return
      }
    }
  }

  /// Also true of a terminal that is gone, since waiting for that would never end.
  var isInForeground: Bool {
    let group = tcgetpgrp(descriptor)
    return group < 0 || group == getpgrp()
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}

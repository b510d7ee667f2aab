private import Glibc

/// What the program finds around it.
enum Surroundings {
  /// Whether standard output is a terminal; `isatty(3)`.
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether standard error is a terminal; `isatty(3)`.
  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// How many columns the terminal at standard error has, or 80.
  static var errorColumns: Int { columns(of: STDERR_FILENO) }

  /// How many columns the terminal at standard output has, or 80.
  static var outputColumns: Int { columns(of: STDOUT_FILENO) }

  /// How many columns a terminal has, or 80; `ioctl(TIOCGWINSZ)`.
  private static func columns(of descriptor: Int32) -> Int {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return 80
    }
    return Int(size.ws_col)
  }

  /// How many cores there are; `sysconf(3)`.
  static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The value of a variable of the environment; `getenv(3)`.
  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

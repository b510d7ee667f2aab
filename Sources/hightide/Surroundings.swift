private import Glibc

/// What the program finds around it.
enum Surroundings {
  /// Whether standard output is a terminal; `isatty(3)`.
  static var outputIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// How many cores there are; `sysconf(3)`.
  static var coreCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// The value of a variable of the environment; `getenv(3)`.
  static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

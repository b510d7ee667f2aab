private import Glibc

/// The environment that the program was started in.
package enum ProcessEnvironment {
  /// The value of a variable; `getenv(3)`.
  package static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}

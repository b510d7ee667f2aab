private import Glibc

/// What the machine is called.
package enum MachineName {
  /// Empty where the system does not say; `gethostname(2)`.
  package static var current: String {
    var name = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
    return String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

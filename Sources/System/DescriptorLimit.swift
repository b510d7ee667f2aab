private import Glibc

/// How many files the program may have open; `getrlimit(2)`.
package enum DescriptorLimit {
  /// How many descriptors logs leave to all else.
  ///
  /// The terminal, pipes, the state, what the system's libraries open: without them the program
  /// could not even say what it cannot read.
  static let reserve = 64

  /// Lets the program have as many files open as the system allows it at all; `setrlimit(2)`.
  ///
  /// What is started by it has that limit too: no child here uses `select(2)`, which knows 1,024.
  package static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(resource, &limit)
  }

  /// Whether a log may keep a descriptor of that number.
  ///
  /// The lowest number that is free is given out, so that this says how many are open.
  static func allows(_ number: Int32) -> Bool {
    // Far below any limit that leaves room for the reserve at all.
    guard number >= 16 else { return true }
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur > 2 * reserve else { return true }
    return UInt64(number) < UInt64(limit.rlim_cur) - UInt64(reserve)
  }

  private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
}

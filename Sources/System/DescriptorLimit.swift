private import Glibc

/// How many files the program may have open; `getrlimit(2)`.
package enum DescriptorLimit {
  /// How many descriptors logs may not use.
  ///
  /// The terminal, pipes, the state and the system's libraries need them; without them the program
  /// could not even say which log it cannot read.
  static let reserve = 64

  /// Raises the limit of open files to the most that the system allows; `setrlimit(2)`.
  ///
  /// Child processes inherit it. None of them uses `select(2)`, which handles only 1,024.
  package static func raise() {
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    unsafe setrlimit(resource, &limit)
  }

  /// Whether a log may keep a descriptor of that number.
  ///
  /// The system hands out the lowest free number, so the number says how many are open.
  static func allows(_ number: Int32) -> Bool {
    // Far below any limit that is larger than the reserve.
    guard number >= 16 else { return true }
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0, limit.rlim_cur > 2 * reserve else { return true }
    return UInt64(number) < UInt64(limit.rlim_cur) - UInt64(reserve)
  }

  private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
}

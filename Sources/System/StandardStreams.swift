private import Glibc

/// The descriptors 0, 1 and 2.
package enum StandardStreams {
  /// Occupies each of them that was closed when the program started.
  ///
  /// Using it still fails with `EBADF`, but no file that is opened later gets its number. Otherwise
  /// `- <&-` would read one of the program's own pipes, and `>&-` would write into a log.
  package static func occupy() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // The system hands out the lowest free number, which is this one.
      _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

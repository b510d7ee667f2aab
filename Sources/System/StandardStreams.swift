private import Glibc

/// The descriptors 0, 1 and 2.
package enum StandardStreams {
  /// Takes the place of each that was closed when the program started.
  ///
  /// Using it fails as it did (`EBADF`), and no file that is opened later is taken for it: `- <&-`
  /// would read a pipe of the program's own, `>&-` write into a log.
  package static func occupy() {
    for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) < 0 {
      // The lowest number that is free, which is this one, is the one that is given.
      _ = unsafe open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }
}

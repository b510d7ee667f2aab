import AccessLog
private import Glibc

/// A text file that keeps what the screen showed.
enum SnapshotFile {
  /// Writes `text` to a new file in the current directory, and returns its name.
  ///
  /// It is named for the second in UTC, `hightide-20200708T081030Z.txt`; one that is there is never
  /// written over.
  static func write(_ text: String, at instant: Instant) throws(OutputError) -> String {
    let stamp = Zone.utc.iso8601(instant).filter { $0 != "-" && $0 != ":" }
    for number in 1...99 {
      let name = "hightide-\(stamp)\(number == 1 ? "" : "-\(number)").txt"
      let descriptor = unsafe open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else {
        throw .failed(reason: unsafe String(cString: strerror(errno)))
      }
      defer { close(descriptor) }
      try FileOutput(descriptor: descriptor).write(Array(text.utf8))
      return name
    }
    throw .failed(reason: "there are 99 of this second")
  }
}

import AccessLog
private import Glibc

/// A text file that keeps what the screen showed.
enum SnapshotFile {
  /// The current directory, as far as it can be told.
  private static var folder: String {
    guard let path = unsafe getcwd(nil, 0) else { return "the current folder" }
    defer { unsafe free(path) }
    return unsafe printableText(String(cString: path).utf8)
  }

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
        let reason = unsafe String(cString: strerror(errno))
        throw .failed(reason: "\(name) in \(folder): \(reason)")
      }
      defer { close(descriptor) }
      try FileOutput(descriptor: descriptor).write(Array(text.utf8))
      return name
    }
    throw .failed(reason: "there are 99 of this second")
  }
}

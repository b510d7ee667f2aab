private import Glibc
private import System

/// The manual and the completions, as files below `share`.
enum Documents {
  /// The option that asks for them, which `make` uses and no page lists.
  static let option = "--write-documents"

  /// What each file holds, by its path.
  static var files: [(path: String, text: String)] {
    [
      ("man/man1/hightide.1", CommandManual.text),
      ("man/man5/hightide.ini.5", SettingsManual.text),
      ("man/man7/hightide-filters.7", FiltersManual.text),
      ("bash-completion/completions/hightide", BashCompletion.text),
      ("zsh/site-functions/_hightide", ZshCompletion.text),
      ("fish/vendor_completions.d/hightide.fish", FishCompletion.text),
    ]
  }

  /// Writes all of them below a folder; returns the exit status.
  static func write(to folder: String) -> Int32 {
    for file in files {
      let path = "\(folder)/\(file.path)"
      do throws(OutputError) {
        try write(file.text, to: path)
      } catch {
        FileOutput.complain("\(path): \(error)")
        return 1
      }
    }
    return 0
  }

  private static func write(_ text: String, to path: String) throws(OutputError) {
    // What keeps a folder from being made keeps the file from being opened.
    for slash in path.indices where path[slash] == "/" && slash > path.startIndex {
      _ = unsafe mkdir(String(path[..<slash]), 0o755)
    }
    let descriptor = unsafe Path.withName(path) {
      unsafe open($0, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else {
      throw .failed(reason: unsafe String(cString: strerror(errno)))
    }
    defer { close(descriptor) }
    try FileOutput(descriptor: descriptor).write(Array(text.utf8))
  }
}

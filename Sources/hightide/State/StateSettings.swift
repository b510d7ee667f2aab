import AccessLog
private import Glibc
import TallyCodec
import Traffic

/// The settings that a state is of: with others its numbers would mean something else.
struct StateSettings: Equatable {
  /// Of the hashes of sections.
  ///
  /// Some of those that came too often to be forgotten are known by nothing but their hash, so it is
  /// kept; the file is for its owner alone.
  var nameKey: UInt64
  /// The window of the default rule, in seconds.
  var windowSeconds: Int
  var timing: Timing
  var format: FormatChoice
  /// As they were named.
  var files: [String]
  /// Where relative names begin; empty if there are none.
  var folder: String

  /// The settings of a first run.
  init(_ options: Options, nameKey: UInt64) {
    self.nameKey = nameKey
    windowSeconds = options.windowSeconds
    timing = options.timing
    format = options.format
    files = options.files
    let isRelative = files.contains { !$0.hasPrefix("/") && $0 != "-" }
    folder = isRelative ? StateSettings.currentFolder : ""
  }

  /// What differs from `now`, in words.
  func differences(from now: StateSettings) -> [String] {
    var differences: [String] = []
    func compare(_ name: String, _ mine: String, _ other: String) {
      if mine != other { differences.append("\(name) \(mine), not \(other)") }
    }
    compare("window", "\(windowSeconds)s", "\(now.windowSeconds)s")
    compare("interval", "\(timing.intervalSeconds)s", "\(now.timing.intervalSeconds)s")
    compare("lateness", "\(timing.latenessSeconds)s", "\(now.timing.latenessSeconds)s")
    compare("format", format.name, now.format.name)
    if files == now.files {
      compare("folder", printableText(folder.utf8), printableText(now.folder.utf8))
    } else {
      compare("files", StateSettings.list(files), StateSettings.list(now.files))
    }
    return differences
  }

  private static func list(_ files: [String]) -> String {
    files.map { printableText($0.utf8) }.joined(separator: " ")
  }

  /// The current directory, or nothing if it cannot be told; `realpath(3)`.
  private static var currentFolder: String {
    guard let name = unsafe realpath(".", nil) else { return "" }
    // `realpath` allocates a string that ends with a NUL, for the caller to free.
    defer { unsafe free(name) }
    return unsafe String(cString: name)
  }
}

extension StateSettings {
  func write(to writer: inout StateWriter) {
    writer.word(nameKey)
    writer.count(windowSeconds)
    writer.count(timing.intervalSeconds)
    writer.count(timing.latenessSeconds)
    writer.blob(Array(format.name.utf8))
    writer.count(files.count)
    for file in files + [folder] { writer.blob(Array(file.utf8)) }
  }

  init(from reader: inout StateReader) throws(StateError) {
    nameKey = try reader.word()
    windowSeconds = try reader.count()
    timing = Timing()
    timing.intervalSeconds = try reader.count()
    timing.latenessSeconds = try reader.count()
    guard let format = FormatChoice(name: String(decoding: try reader.blob(), as: UTF8.self))
    else { throw .impossible("its log format is unknown") }
    self.format = format
    files = []
    for _ in 0..<(try reader.count()) {
      files.append(String(decoding: try reader.blob(), as: UTF8.self))
    }
    folder = String(decoding: try reader.blob(), as: UTF8.self)
  }
}

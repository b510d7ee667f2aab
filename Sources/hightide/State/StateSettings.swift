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
  private enum Field: Int {
    case nameKey = 1
    case windowSeconds
    case intervalSeconds
    case latenessSeconds
    /// The name of a format; `auto` where it is missing.
    case format
    /// A file as it was named; one field for each.
    case file
    /// Missing where no file has a relative name.
    case folder
  }

  func write(to writer: inout RecordWriter) {
    writer.field(StatePart.settings) { writer in
      writer.field(Field.nameKey, word: nameKey)
      writer.field(Field.windowSeconds, count: windowSeconds)
      writer.field(Field.intervalSeconds, count: timing.intervalSeconds)
      writer.field(Field.latenessSeconds, count: timing.latenessSeconds)
      writer.field(Field.format, bytes: format.name.utf8)
      for file in files { writer.field(Field.file, bytes: file.utf8) }
      if !folder.isEmpty { writer.field(Field.folder, bytes: folder.utf8) }
    }
  }

  /// Reads the settings, which come before all else.
  init(from reader: inout RecordReader) throws(RecordError) {
    guard reader.layout > StateLayout.lastWithoutFields else {
      self = try StateSettings(layout4: &reader)
      return
    }
    try require(try reader.next(StatePart.self) == .settings, or: "it does not begin with settings")
    (nameKey, windowSeconds, format, files, folder) = (0, 0, .auto, [], "")
    timing = Timing(intervalSeconds: 0, latenessSeconds: 0)
    while let field = try reader.next(Field.self) {
      switch field {
      case .nameKey: nameKey = try reader.word()
      case .windowSeconds: windowSeconds = try reader.count()
      case .intervalSeconds: timing.intervalSeconds = try reader.count()
      case .latenessSeconds: timing.latenessSeconds = try reader.count()
      case .format: format = try StateSettings.format(try reader.blob())
      case .file: files.append(String(decoding: try reader.blob(), as: UTF8.self))
      case .folder: folder = String(decoding: try reader.blob(), as: UTF8.self)
      }
    }
  }

  private static func format(_ name: [UInt8]) throws(RecordError) -> FormatChoice {
    guard let format = FormatChoice(name: String(decoding: name, as: UTF8.self)) else {
      throw .impossible("its log format is unknown")
    }
    return format
  }

  private init(layout4 reader: inout RecordReader) throws(RecordError) {
    nameKey = try reader.word()
    windowSeconds = try reader.count()
    timing = Timing()
    timing.intervalSeconds = try reader.count()
    timing.latenessSeconds = try reader.count()
    format = try StateSettings.format(try reader.blob())
    files = []
    for _ in 0..<(try reader.count()) {
      files.append(String(decoding: try reader.blob(), as: UTF8.self))
    }
    folder = String(decoding: try reader.blob(), as: UTF8.self)
  }
}

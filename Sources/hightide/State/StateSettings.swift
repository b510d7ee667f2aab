import AccessLog
private import Glibc
import Query
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
  /// The text of the filter; empty without one.
  var filter: String
  /// As they are entered.
  var sections: String
  /// The networks that are trusted, as they are entered, where the client is not the peer; empty where
  /// it is.
  var trusted: String
  var dimensions: [String]
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
    filter = options.counting.filter?.text ?? ""
    sections = options.counting.sections.text
    let clients = options.counting.clients
    trusted = clients.isForwarded ? clients.trusted.entered : ""
    dimensions = options.counting.dimensions.map(\.name)
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
    compare("filter", StateSettings.shown(filter), StateSettings.shown(now.filter))
    compare("section", sections, now.sections)
    compare(
      "client", StateSettings.rule(trusting: trusted), StateSettings.rule(trusting: now.trusted))
    compare("by", StateSettings.list(dimensions), StateSettings.list(now.dimensions))
    if files == now.files {
      compare("folder", printableText(folder.utf8), printableText(now.folder.utf8))
    } else {
      compare("files", StateSettings.list(files), StateSettings.list(now.files))
    }
    return differences
  }

  private static func list(_ files: [String]) -> String {
    files.isEmpty ? "none" : files.map { printableText($0.utf8) }.joined(separator: " ")
  }

  private static func rule(trusting networks: String) -> String {
    networks.isEmpty ? "peer" : "xff trusting \(networks)"
  }

  private static func shown(_ filter: String) -> String {
    filter.isEmpty ? "none" : "'\(printableText(filter.utf8))'"
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
    /// Missing without one.
    case filter
    /// Missing for the usual ones.
    case sections
    /// A dimension that is counted beside sections; one field for each.
    case dimension
    /// Missing where the client is the peer.
    case trusted
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
      if !filter.isEmpty { writer.field(Field.filter, bytes: filter.utf8) }
      if sections != SectionRule.standard.text {
        writer.field(Field.sections, bytes: sections.utf8)
      }
      if !trusted.isEmpty { writer.field(Field.trusted, bytes: trusted.utf8) }
      for dimension in dimensions { writer.field(Field.dimension, bytes: dimension.utf8) }
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
    (filter, sections, trusted, dimensions) = ("", SectionRule.standard.text, "", [])
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
      case .filter: filter = String(decoding: try reader.blob(), as: UTF8.self)
      case .sections: sections = String(decoding: try reader.blob(), as: UTF8.self)
      case .trusted: trusted = String(decoding: try reader.blob(), as: UTF8.self)
      case .dimension: dimensions.append(String(decoding: try reader.blob(), as: UTF8.self))
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
    (filter, sections, trusted, dimensions) = ("", SectionRule.standard.text, "", [])
    files = []
    for _ in 0..<(try reader.count()) {
      files.append(String(decoding: try reader.blob(), as: UTF8.self))
    }
    folder = String(decoding: try reader.blob(), as: UTF8.self)
  }
}

import AccessLog
private import System

/// The configuration files of a machine, read as their servers read them.
struct ConfigurationFiles: Sendable {
  /// What stands before each path: nothing on this machine.
  var root = ""

  /// A larger one is no configuration.
  private static let maximumBytes = 1 << 20
  private static let maximumFiles = 1_000
  private static let maximumDepth = 16

  /// What a file says; `nil` if it cannot be read.
  func text(of path: String) -> String? {
    guard (try? FileStatus.of(root + path))?.kind == .regular,
      let file = try? Descriptor.open(root + path),
      let bytes = try? file.bytes(at: 0, count: ConfigurationFiles.maximumBytes)
    else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The statements of a file and of those that it includes, in their order.
  ///
  /// `included` says which pattern a statement includes, given those before it.
  func statements(
    of path: String, endAtSemicolon: Bool,
    included: (_ words: [String], _ before: [ConfigurationStatement]) -> String?
  ) -> [ConfigurationStatement] {
    var statements: [ConfigurationStatement] = []
    var files = 0
    func read(_ path: String, depth: Int) {
      files += 1
      guard files <= ConfigurationFiles.maximumFiles, depth <= ConfigurationFiles.maximumDepth,
        let text = text(of: path)
      else { return }
      for words in ServerConfiguration.statements(text, endAtSemicolon: endAtSemicolon) {
        if let pattern = included(words, statements) {
          for file in self.files(of: pattern) { read(file, depth: depth + 1) }
        } else {
          statements.append(ConfigurationStatement(words: words, file: path))
        }
      }
    }
    read(path, depth: 0)
    return statements
  }

  /// The files that a pattern of an include means; of a folder all that are in it.
  func files(of pattern: String) -> [String] {
    Directory.matches(of: root + pattern).flatMap { path -> [String] in
      guard (try? FileStatus.of(path))?.kind == .directory else { return [path] }
      return Directory.matches(of: path + "/*")
    }.map { String($0.dropFirst(root.count)) }
  }
}

/// The words of a statement, and the file that it stands in.
struct ConfigurationStatement {
  var words: [String]
  var file: String

  /// The first word, as servers compare it that do not heed case.
  var name: String { words.first?.lowercased() ?? "" }
}

extension String {
  /// The path itself if it is absolute, or else what it is in a folder.
  func path(in folder: String) -> String { hasPrefix("/") ? self : folder + "/" + self }

  /// The text with the values of `${NAME}` and `$NAME`; a variable that is not known becomes `other`.
  func expanded(_ values: [String: String], other: String) -> String {
    var text = ""
    var rest = self[...]
    while let dollar = rest.firstIndex(of: "$") {
      text += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      let isBraced = rest.first == "{"
      if isBraced { rest = rest.dropFirst() }
      let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      rest = rest.dropFirst(name.count)
      if isBraced, rest.first == "}" { rest = rest.dropFirst() }
      text += values[String(name)] ?? other
    }
    return text + rest
  }
}

/// A settings file: sections of keys with values, in the order of the file.
///
/// The format is INI: `[section]`, `key = value`, and comments, which begin with `;` or `#` at a line's
/// beginning or behind a space. Spaces around names and values are no part of them. Lines may be of any
/// length, have no control characters but tabs, and end with a newline, with or without `\r` before it.
package struct SettingsDocument: Equatable, Sendable {
  package struct Section: Equatable, Sendable {
    /// One space is between what it is of and what that is called, as in `rule NAME`, however many the file has.
    package var name: String
    /// Counted from 1, as all lines are.
    package var line: Int
    package var entries: [Entry] = []
  }

  package struct Entry: Equatable, Sendable {
    package var key: String
    /// May be empty.
    package var value: String
    package var line: Int
  }

  package private(set) var sections: [Section] = []

  /// Reads the bytes of a file.
  ///
  /// - Complexity: O(bytes + sections² + entries² of a section).
  package init(_ bytes: [UInt8]) throws(SettingsMistake) {
    var bytes = bytes[...]
    if bytes.starts(with: SettingsDocument.byteOrderMark) {
      bytes = bytes.dropFirst(SettingsDocument.byteOrderMark.count)
    }
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() {
      guard let text = String(validating: line, as: UTF8.self), !line.contains(0) else {
        throw SettingsMistake(line: index + 1, "the line is not UTF-8 text")
      }
      // What is shown of settings reaches terminals.
      if let control = SettingsDocument.control(in: text) {
        let digits = String(control.value, radix: 16, uppercase: true)
        throw SettingsMistake(
          line: index + 1,
          "the line has a control character, U+"
            + String(repeating: "0", count: 4 - digits.count) + digits)
      }
      try add(SettingsDocument.withoutComment(text), line: index + 1)
    }
  }

  static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// The first control character of a line but tabs and what ends it.
  private static func control(in line: String) -> Unicode.Scalar? {
    var scalars = line.unicodeScalars[...]
    if scalars.last == "\r" { scalars.removeLast() }
    return scalars.first { $0.properties.generalCategory == .control && $0 != "\t" }
  }

  private mutating func add(_ text: Substring, line: Int) throws(SettingsMistake) {
    guard let first = text.first else { return }
    if first == "[" {
      guard text.last == "]" else {
        throw SettingsMistake(line: line, "a section ends with ], such as [watch]")
      }
      try addSection(text.dropFirst().dropLast().trimmed, line: line)
      return
    }
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
      throw SettingsMistake(
        line: line, "a line is [SECTION], KEY = VALUE or a comment; not '\(text)'")
    }
    let entry = Entry(
      key: String(text[..<equals].trimmed),
      value: String(text[text.index(after: equals)...].trimmed), line: line)
    guard let section = sections.indices.last else {
      throw SettingsMistake(line: line, "'\(entry.key)' stands before the first [SECTION]")
    }
    if let earlier = sections[section].entries.first(where: { $0.key == entry.key }) {
      throw SettingsMistake(
        line: line, "'\(entry.key)' is set twice, first in line \(earlier.line)")
    }
    sections[section].entries.append(entry)
  }

  private mutating func addSection(_ text: Substring, line: Int) throws(SettingsMistake) {
    let kind = text.prefix { !$0.isSpace }
    let rest = text[kind.endIndex...].trimmed
    let name = rest.isEmpty ? String(kind) : "\(kind) \(rest)"
    if let earlier = sections.first(where: { $0.name == name }) {
      throw SettingsMistake(line: line, "[\(name)] stands twice, first in line \(earlier.line)")
    }
    sections.append(Section(name: name, line: line))
  }

  /// What stands before the comment of a line, without the spaces around it.
  static func withoutComment(_ line: String) -> Substring {
    var isBehindSpace = true
    for index in line.indices {
      let character = line[index]
      if isBehindSpace, character == ";" || character == "#" { return line[..<index].trimmed }
      isBehindSpace = character.isSpace
    }
    return line[...].trimmed
  }
}

extension Character {
  fileprivate var isSpace: Bool { self == " " || self == "\t" || self == "\r" }
}

extension Substring {
  /// Without the spaces at either end.
  fileprivate var trimmed: Substring {
    var text = drop(while: \.isSpace)
    while text.last?.isSpace == true { text.removeLast() }
    return text
  }
}

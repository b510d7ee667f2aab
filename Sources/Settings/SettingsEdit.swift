/// Changes of a settings file that leave all else of it as it is: comments, order, blanks.
package struct SettingsEdit {
  /// Without their newlines, and the first one without ``mark``.
  private var lines: [[UInt8]]
  /// The byte order mark, before which nothing may stand; empty without one.
  private let mark: [UInt8]
  /// What the lines of the file have before their newlines: `\r`, or nothing.
  private let lineEnd: [UInt8]

  package init(_ bytes: [UInt8]) {
    let standard = SettingsDocument.byteOrderMark
    let mark = bytes.starts(with: standard) ? standard : []
    let lines = bytes.dropFirst(mark.count)
      .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Array($0) }
    self.mark = mark
    self.lines = lines
    lineEnd = lines.count > 1 && lines[0].last == UInt8(ascii: "\r") ? [UInt8(ascii: "\r")] : []
  }

  package var bytes: [UInt8] {
    mark + Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  /// What the file says now.
  private var document: SettingsDocument {
    get throws(SettingsMistake) { try SettingsDocument(bytes) }
  }

  /// Whether a section sets a key.
  package func has(_ key: String, in section: String) throws(SettingsMistake) -> Bool {
    try document.sections.first { $0.name == section }?.entries.contains { $0.key == key } ?? false
  }

  /// Sets a key of a section, and adds the section and the key where they are missing; `nil` removes the key.
  ///
  /// The comment behind a key stays, also where the key is removed.
  ///
  /// - Complexity: O(bytes).
  package mutating func set(
    _ key: String, to value: String?, in name: String
  ) throws(SettingsMistake) {
    guard let section = try document.sections.first(where: { $0.name == name }) else {
      if let value {
        try add(["[\(name)]", "\(key) = \(value)"], isRule: name.hasPrefix(RuleSection.prefix))
      }
      return
    }
    if let entry = section.entries.first(where: { $0.key == key }) {
      let line = lines[entry.line - 1]
      if let value {
        lines[entry.line - 1] = replaced(line, value)
      } else if let comment = comment(of: line) {
        lines[entry.line - 1] = comment
      } else {
        lines.remove(at: entry.line - 1)
      }
    } else if let value {
      let last = section.entries.last?.line ?? section.line
      let line = Array("\(key) = \(value)".utf8)
      if last == lines.count {
        endLastLine()
        lines.append(line)
      } else {
        let end: [UInt8] = lines[last - 1].last == UInt8(ascii: "\r") ? [UInt8(ascii: "\r")] : []
        lines.insert(line + end, at: last)
      }
    }
  }

  /// Has the last line, which has no newline, end as the others do once another one follows it.
  private mutating func endLastLine() {
    guard let last = lines.indices.last, !lines[last].isEmpty, !lineEnd.isEmpty,
      lines[last].last != lineEnd.last
    else { return }
    lines[last] += lineEnd
  }

  /// A line with another value, its comment kept.
  private func replaced(_ line: [UInt8], _ value: String) -> [UInt8] {
    let text = String(decoding: line, as: UTF8.self)
    let setting = SettingsDocument.withoutComment(text)
    guard let equals = setting.firstIndex(of: "=") else { return line }
    let start = text[text.index(after: equals)...].firstIndex { $0 != " " && $0 != "\t" }
    let head = text[
      ..<max(text.index(after: equals), min(start ?? setting.endIndex, setting.endIndex))]
    let gap = head.last == "=" ? " " : ""
    return Array((head + gap + value + text[setting.endIndex...]).utf8)
  }

  /// The comment of a line, as a line of its own; `nil` if there is none.
  private func comment(of line: [UInt8]) -> [UInt8]? {
    let text = String(decoding: line, as: UTF8.self)
    let rest = text[SettingsDocument.withoutComment(text).endIndex...]
    guard let start = rest.firstIndex(where: { $0 == ";" || $0 == "#" }) else { return nil }
    let indent = text.prefix { $0 == " " || $0 == "\t" }
    return Array(indent.utf8) + Array(text[start...].utf8)
  }

  /// Adds a section: a rule before the others, where the default rule is judged without one, and
  /// anything else at the end.
  private mutating func add(_ added: [String], isRule: Bool) throws(SettingsMistake) {
    let added = added.map { Array($0.utf8) + lineEnd }
    let first = try document.sections.first { isRule && $0.name.hasPrefix(RuleSection.prefix) }
    if var place = first.map({ $0.line - 1 }) {
      // What is said right above a section belongs to it.
      while place > 0, SettingsEdit.isComment(lines[place - 1]) { place -= 1 }
      lines.insert(contentsOf: added + [lineEnd], at: place)
      return
    }
    // A file that ends with a newline has an empty last line.
    while let last = lines.last, last.isEmpty || last == lineEnd { lines.removeLast() }
    if !lines.isEmpty {
      endLastLine()
      lines.append(lineEnd)
    }
    lines += added + [[]]
  }

  /// Whether a line has nothing but a comment, which may be indented.
  private static func isComment(_ line: [UInt8]) -> Bool {
    let start = line.first { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
    return start == UInt8(ascii: ";") || start == UInt8(ascii: "#")
  }
}

import AccessLog

extension Filter {
  /// The hits of a group: of those that lack the field, the group is `-`.
  package init(_ dimension: Dimension, is name: [UInt8]) {
    // What cannot be written is at least told apart.
    let value = Filter.canName(name) ? Filter.quoted(name) : "\"\(printableText(name))\""
    let comparison = "\(dimension.name)\(name == Dimension.unknown ? "!=" : "=")\(value)"
    guard name == Dimension.unknown else {
      self.init(
        text: comparison, expression: .comparison(.text(dimension, .equals, [name])))
      return
    }
    // A field that a line lacks matches no comparison.
    self.init(
      text: "not \(comparison)",
      expression: .not(.comparison(.text(dimension, .differs, [name]))))
  }

  /// The hits that the filter does not match.
  package var negated: Filter {
    if case .not(let inner) = expression, text.hasPrefix("not ") {
      return Filter(text: String(text.dropFirst(4)), expression: inner)
    }
    return Filter(text: "not \(textInBrackets(unless: isNegatable))", expression: .not(expression))
  }

  /// The hits that all of some filters match; `nil` without any.
  package static func all(_ filters: [Filter]) -> Filter? {
    guard filters.count > 1 else { return filters.first }
    return Filter(
      text: filters.map { $0.textInBrackets(unless: !$0.isDisjunction) }.joined(separator: " and "),
      expression: .and(filters.map(\.expression)))
  }

  /// The parts of a filter that are joined by `and`; the filter itself if it has none.
  package var conjuncts: [Filter] {
    guard case .and(let expressions) = expression else { return [self] }
    let texts = FilterSplit.conjuncts(of: text)
    guard texts.count == expressions.count else { return [self] }
    return zip(texts, expressions).map { Filter(text: $0, expression: $1) }
  }

  /// Whether `not` before the text would stand for all of it.
  private var isNegatable: Bool {
    switch expression {
    case .comparison, .not: true
    case .and, .or: false
    }
  }

  private var isDisjunction: Bool {
    if case .or = expression { return true }
    return false
  }

  private func textInBrackets(unless isPlain: Bool) -> String { isPlain ? text : "(\(text))" }

  /// A value as it may stand in a filter, in quotes where it has to; bytes that are no text are lost.
  static func quoted(_ value: [UInt8]) -> String {
    let text = String(decoding: value, as: UTF8.self)
    let isPlain =
      !value.isEmpty && value[0] != UInt8(ascii: "=")
      && value.allSatisfy { byte in
        byte > 0x20 && byte < 0x7F && !"\"(),".utf8.contains(byte)
      }
    guard !isPlain else { return text }
    var quoted = "\""
    for character in text.unicodeScalars {
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.unicodeScalars.append(character)
    }
    return quoted + "\""
  }

  /// Whether the name of a group can be written in a filter.
  package static func canName(_ name: [UInt8]) -> Bool {
    name.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
      && Array(String(decoding: name, as: UTF8.self).utf8) == name
  }
}

/// Cuts the text of a filter.
enum FilterSplit {
  /// The texts between the words `and` that stand in no bracket and in no quotes.
  static func conjuncts(of text: String) -> [String] {
    let bytes = Array(text.utf8)
    var parts: [String] = []
    var start = 0
    var depth = 0
    var isQuoted = false
    var index = 0
    func isBoundary(_ index: Int) -> Bool {
      index < 0 || index >= bytes.count || bytes[index] <= 0x20 || "()".utf8.contains(bytes[index])
    }
    while index < bytes.count {
      let byte = bytes[index]
      if isQuoted {
        if byte == UInt8(ascii: "\\") { index += 1 }
        if byte == UInt8(ascii: "\"") { isQuoted = false }
      } else {
        switch byte {
        case UInt8(ascii: "\""): isQuoted = true
        case UInt8(ascii: "("): depth += 1
        case UInt8(ascii: ")"): depth -= 1
        case UInt8(ascii: "a")
        where depth == 0 && bytes[index...].starts(with: "and".utf8) && isBoundary(index - 1)
          && isBoundary(index + 3):
          parts.append(trimmed(bytes[start..<index]))
          start = index + 3
          index += 2
        default: break
        }
      }
      index += 1
    }
    return parts + [trimmed(bytes[min(start, bytes.count)...])]
  }

  private static func trimmed(_ bytes: ArraySlice<UInt8>) -> String {
    var bytes = bytes
    while let first = bytes.first, first <= 0x20 { bytes.removeFirst() }
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}

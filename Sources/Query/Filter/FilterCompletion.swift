/// What may follow in a filter that is being typed.
package struct FilterCompletion: Equatable {
  /// What can stand at the end, the likeliest first; each replaces the text from ``start`` on.
  package private(set) var candidates: [String] = []
  /// How many bytes of the text stay as they are.
  package private(set) var start = 0

  private static let connectives = ["and", "or"]

  /// Looks at the end of a text; `values` are the names of the greatest groups of a dimension, the
  /// greatest first.
  ///
  /// - Complexity: O(length of the text + values).
  package init(_ text: String, values: (Dimension) -> [[UInt8]]) {
    let bytes = Array(text.utf8)
    var place = Place.field
    var index = 0
    while index < bytes.count {
      let begin = index
      let byte = bytes[index]
      if byte <= 0x20 {
        index += 1
        start = index
        continue
      }
      switch place {
      case .field:
        guard byte != UInt8(ascii: "(") else {
          index += 1
          start = index
          continue
        }
        while index < bytes.count, bytes[index].isNameByte { index += 1 }
        let word = String(decoding: bytes[begin..<index], as: UTF8.self)
        start = begin
        guard index > begin else { return }
        guard index < bytes.count else {
          offer(FilterCompletion.fields + ["not"], prefix: word)
          // A whole name is followed by an operator.
          if candidates == [word], let field = FilterField.named(word) {
            start = bytes.count
            candidates = FilterCompletion.operators(of: field)
          }
          return
        }
        if word == "not" { continue }
        guard let field = FilterField.named(word) else { return }
        place = .symbol(field)
        start = index
      case .symbol(let field):
        start = begin
        let rest = bytes[index...]
        guard
          let symbol = FilterOperator.allCases.first(where: { rest.starts(with: $0.rawValue.utf8) })
        else { return }
        index += symbol.rawValue.utf8.count
        place = .value(field)
        start = index
      case .value(let field):
        start = begin
        if byte == UInt8(ascii: "\"") {
          index += 1
          while index < bytes.count, bytes[index] != UInt8(ascii: "\"") {
            index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
          }
          guard index < bytes.count else {
            offer(of: field, values, prefix: String(decoding: bytes[begin...], as: UTF8.self))
            return
          }
          index += 1
        } else if byte == UInt8(ascii: "(") {
          while index < bytes.count, bytes[index] != UInt8(ascii: ")") { index += 1 }
          guard index < bytes.count else { return }
          index += 1
        } else {
          while index < bytes.count, bytes[index] > 0x20, !")".utf8.contains(bytes[index]) {
            index += 1
          }
          guard index < bytes.count else {
            offer(of: field, values, prefix: String(decoding: bytes[begin...], as: UTF8.self))
            return
          }
        }
        place = .connective
      case .connective:
        guard byte != UInt8(ascii: ")") else {
          index += 1
          start = index
          continue
        }
        start = begin
        while index < bytes.count, bytes[index].isNameByte { index += 1 }
        let word = String(decoding: bytes[begin..<index], as: UTF8.self)
        guard index > begin else { return }
        guard index < bytes.count else {
          offer(FilterCompletion.connectives, prefix: word)
          return
        }
        guard FilterCompletion.connectives.contains(word) else { return }
        place = .field
      }
    }
    start = bytes.count
    // A value is at its end where a blank or a bracket stands behind it.
    let isEnded = bytes.last.map { $0 <= 0x20 || $0 == UInt8(ascii: ")") } ?? false
    switch place {
    case .field: candidates = FilterCompletion.fields
    case .symbol(let field): candidates = FilterCompletion.operators(of: field)
    case .value(let field): offer(of: field, values, prefix: "")
    case .connective: candidates = isEnded ? FilterCompletion.connectives : []
    }
  }

  /// What is expected at a place.
  private enum Place {
    case field
    case symbol(FilterField)
    case value(FilterField)
    case connective
  }

  /// The names of all fields, those that are asked for most often first.
  private static let fields: [String] = {
    let usual = ["status", "path", "client", "network", "agent", "section", "method", "class"]
    let all =
      FilterNumber.allCases.map(\.rawValue) + Dimension.all.map(\.name) + ["target", "query"]
    return usual + Set(all).subtracting(usual).sorted()
  }()

  private static func operators(of field: FilterField) -> [String] {
    let isNumber = if case .number = field.kind { true } else { false }
    let usual: [FilterOperator] =
      isNumber
      ? [.equals, .atLeast, .below, .differs, .above, .atMost]
      : [.equals, .begins, .contains, .differs, .ends, .matches]
    return usual.map(\.rawValue)
  }

  private mutating func offer(
    of field: FilterField, _ values: (Dimension) -> [[UInt8]], prefix: String
  ) {
    guard let dimension = Dimension.named(field.name) else { return }
    let names = values(dimension).filter { Filter.canName($0) }.map { Filter.quoted($0) }
    let isQuoted = prefix.hasPrefix("\"")
    let wanted = isQuoted ? String(prefix.dropFirst()) : prefix
    candidates = names.filter { name in
      (name.hasPrefix("\"") ? String(name.dropFirst()) : name).hasPrefix(wanted)
        && name != prefix
    }
  }

  private mutating func offer(_ words: [String], prefix: String) {
    candidates = words.filter { $0.hasPrefix(prefix) }
  }
}

extension UInt8 {
  fileprivate var isNameByte: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10
      || self == UInt8(ascii: "-") || self == UInt8(ascii: "/")
  }
}

/// A piece of a filter.
struct FilterToken {
  enum Kind: Equatable {
    case open
    case close
    case comma
    /// A word or a value without quotes.
    case word(String)
    case quoted(String)
    case symbol(FilterOperator)
    case end
  }

  let kind: Kind
  /// Where it begins, in the bytes of the filter.
  let offset: Int
}

/// Cuts a filter into pieces as the parser asks for them: what a piece is depends on what is expected.
struct FilterScanner {
  let text: String
  private let bytes: [UInt8]
  private(set) var offset = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The error of a problem at a place.
  func error(_ problem: String, at offset: Int) -> FilterError {
    FilterError(text: text, offset: offset, problem: problem)
  }

  /// Moves behind spaces, and returns where they end.
  mutating func skipSpaces() -> Int {
    while offset < bytes.count, bytes[offset].isFilterSpace { offset += 1 }
    return offset
  }

  /// The next word, of letters, digits, `-` and `/`, or bracket; anything else is a word of one byte.
  mutating func nextWord() -> FilterToken {
    let start = skipSpaces()
    guard let first = peek() else { return FilterToken(kind: .end, offset: start) }
    if let bracket = takeBracket(first) { return FilterToken(kind: bracket, offset: start) }
    while let byte = peek(), byte.isFilterWord { offset += 1 }
    if offset == start { offset += 1 }
    return FilterToken(
      kind: .word(String(decoding: bytes[start..<offset], as: UTF8.self)), offset: start)
  }

  /// The next operator; `nil`, without moving, if none stands there.
  mutating func nextOperator() -> FilterOperator? {
    _ = skipSpaces()
    let rest = bytes[offset...]
    guard let found = FilterOperator.allCases.first(where: { rest.starts(with: $0.rawValue.utf8) })
    else { return nil }
    let end = offset + found.rawValue.utf8.count
    // `in` is a word of its own.
    if found == .isIn, end < bytes.count, bytes[end].isFilterWord { return nil }
    offset = end
    return found
  }

  /// The next value, or bracket, or comma.
  ///
  /// A value ends at a space, a comma or a bracket unless it is quoted; in quotes `\"` and `\\` are
  /// `"` and `\`.
  mutating func nextValue() throws(FilterError) -> FilterToken {
    let start = skipSpaces()
    guard let first = peek() else { return FilterToken(kind: .end, offset: start) }
    if let bracket = takeBracket(first) { return FilterToken(kind: bracket, offset: start) }
    if first == UInt8(ascii: "\"") {
      return FilterToken(kind: .quoted(try quoted()), offset: start)
    }
    if first == UInt8(ascii: "=") {
      throw error("a value that begins with = has to be quoted", at: start)
    }
    while let byte = peek(), !byte.endsFilterValue {
      guard byte != UInt8(ascii: "\"") else {
        throw error("a value with a quote in it has to be quoted as a whole", at: offset)
      }
      offset += 1
    }
    return FilterToken(
      kind: .word(String(decoding: bytes[start..<offset], as: UTF8.self)), offset: start)
  }

  private mutating func quoted() throws(FilterError) -> String {
    let start = offset
    offset += 1
    var value: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\"") {
      offset += 1
      if byte == UInt8(ascii: "\\"), let next = peek(),
        next == UInt8(ascii: "\"") || next == UInt8(ascii: "\\")
      {
        offset += 1
        value.append(next)
      } else {
        value.append(byte)
      }
    }
    guard peek() != nil else { throw error("this quote is never closed", at: start) }
    offset += 1
    if let next = peek(), !next.endsFilterValue {
      throw error("expected a space, a comma or a bracket behind the quote", at: offset)
    }
    return String(decoding: value, as: UTF8.self)
  }

  private func peek() -> UInt8? { offset < bytes.count ? bytes[offset] : nil }

  private mutating func takeBracket(_ byte: UInt8) -> FilterToken.Kind? {
    let kind: FilterToken.Kind
    switch byte {
    case UInt8(ascii: "("): kind = .open
    case UInt8(ascii: ")"): kind = .close
    case UInt8(ascii: ","): kind = .comma
    default: return nil
    }
    offset += 1
    return kind
  }
}

extension UInt8 {
  fileprivate var isFilterSpace: Bool { self == UInt8(ascii: " ") || 9...13 ~= self }

  fileprivate var endsFilterValue: Bool {
    isFilterSpace || self == UInt8(ascii: ",") || self == UInt8(ascii: "(")
      || self == UInt8(ascii: ")")
  }

  fileprivate var isFilterWord: Bool {
    (self | 0x20) &- UInt8(ascii: "a") < 26 || self &- UInt8(ascii: "0") < 10
      || self == UInt8(ascii: "-") || self == UInt8(ascii: "/") || self == UInt8(ascii: "_")
  }
}

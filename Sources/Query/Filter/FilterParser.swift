import AccessLog

/// Understands a filter.
///
/// A comparison binds tighter than `not`, that than `and`, that than `or`; parentheses group.
struct FilterParser {
  /// How deep parentheses and `not` may nest: each level takes stack.
  private static let maximumDepth = 100

  private var scanner: FilterScanner
  private var token: FilterToken
  private var depth = 0

  /// The expression of a filter.
  static func parse(_ text: String) throws(FilterError) -> FilterExpression {
    var parser = FilterParser(text)
    guard parser.token.kind != .end else {
      throw parser.expected("a comparison, such as status>=500")
    }
    let expression = try parser.disjunction()
    switch parser.token.kind {
    case .end: return expression
    case .close: throw parser.scanner.error("no bracket is open here", at: parser.token.offset)
    default: throw parser.expected("and, or, or the end of the filter")
    }
  }

  private init(_ text: String) {
    scanner = FilterScanner(text)
    token = scanner.nextWord()
  }

  private func expected(_ words: String) -> FilterError {
    scanner.error("expected \(words)", at: token.offset)
  }

  private mutating func takeWord(_ word: String) -> Bool {
    guard token.kind == .word(word) else { return false }
    token = scanner.nextWord()
    return true
  }

  private mutating func disjunction() throws(FilterError) -> FilterExpression {
    var parts = [try conjunction()]
    while takeWord("or") { parts.append(try conjunction()) }
    return parts.count == 1 ? parts[0] : .or(parts)
  }

  private mutating func conjunction() throws(FilterError) -> FilterExpression {
    var parts = [try negation()]
    while takeWord("and") { parts.append(try negation()) }
    return parts.count == 1 ? parts[0] : .and(parts)
  }

  private mutating func negation() throws(FilterError) -> FilterExpression {
    depth += 1
    defer { depth -= 1 }
    guard depth <= FilterParser.maximumDepth else {
      throw scanner.error(
        "more than \(FilterParser.maximumDepth) levels of brackets and not", at: token.offset)
    }
    if takeWord("not") { return .not(try negation()) }
    guard token.kind == .open else { return .comparison(try comparison()) }
    let open = token.offset
    token = scanner.nextWord()
    let inner = try disjunction()
    guard token.kind == .close else {
      if token.kind == .end { throw scanner.error("this bracket is never closed", at: open) }
      throw expected("and, or, or a closing bracket")
    }
    token = scanner.nextWord()
    return inner
  }

  private mutating func comparison() throws(FilterError) -> FilterComparison {
    guard case .word(let name) = token.kind, let field = FilterField.named(name) else {
      let names = FilterField.acceptedNames
      guard case .word(let name) = token.kind, name.utf8.count > 1 else {
        throw expected("a field: \(names)")
      }
      throw scanner.error("unknown field; the fields are \(names)", at: token.offset)
    }
    let offset = scanner.skipSpaces()
    let isNumber = if case .number = field.kind { true } else { false }
    let operators = FilterOperator.words { isNumber ? $0.isForNumbers : $0.isForTexts }
    guard let symbol = scanner.nextOperator() else {
      throw scanner.error("expected \(operators) behind \(field.name)", at: offset)
    }
    guard isNumber ? symbol.isForNumbers : symbol.isForTexts else {
      throw scanner.error(
        "\(field.name) is a \(isNumber ? "number" : "text") and takes \(operators)", at: offset)
    }
    defer { token = scanner.nextWord() }
    switch field.kind {
    case .number(let number): return try self.number(number, symbol)
    case .client(let client) where symbol == .isIn: return try self.client(client)
    case .text(let dimension), .client(let dimension):
      return try text(dimension, symbol)
    }
  }

  private mutating func number(
    _ number: FilterNumber, _ symbol: FilterOperator
  ) throws(FilterError) -> FilterComparison {
    let values = try self.values(symbol, or: number.accepted)
    var numbers: [FilterDecimal] = []
    for value in values {
      guard let decimal = number.value(of: value.text) else {
        throw scanner.error("expected \(number.accepted)", at: value.offset)
      }
      numbers.append(decimal)
    }
    return .number(number, symbol, numbers)
  }

  private mutating func text(
    _ dimension: Dimension, _ symbol: FilterOperator
  ) throws(FilterError) -> FilterComparison {
    let values = try self.values(symbol, or: "a value")
    guard symbol == .matches else {
      var texts = values.map { Array($0.text.utf8) }
      if dimension == .client, symbol == .equals || symbol == .differs {
        texts = texts.map(FilterParser.name(ofClient:))
      }
      return .text(dimension, symbol, texts)
    }
    do throws(PatternError) {
      return .pattern(dimension, try Pattern(values[0].text))
    } catch {
      // A quote in front, and what is written with a backslash, move the place.
      let offset = values[0].offset + (values[0].isQuoted ? 0 : error.offset)
      throw scanner.error("not a pattern of PCRE2: \(error.reason)", at: offset)
    }
  }

  private mutating func client(_ client: Dimension) throws(FilterError) -> FilterComparison {
    let isList = scanner.opensBracket()
    let accepted = "an address, a network such as 203.0.113.0/24, or a list of them in brackets"
    var networks: [Network] = []
    var names: [[UInt8]] = []
    for value in isList ? try list(or: accepted) : [try value(or: accepted)] {
      if let network = Network(value.text) {
        networks.append(network)
      } else if isList, !value.text.utf8.contains(UInt8(ascii: "/")) {
        names.append(FilterParser.name(ofClient: Array(value.text.utf8)))
      } else {
        throw scanner.error("expected \(accepted)", at: value.offset)
      }
    }
    return .client(client, networks, names)
  }

  /// A client's name as hits are counted under it.
  private static func name(ofClient text: [UInt8]) -> [UInt8] {
    let bytes = unsafe text.span.bytes
    var name: [UInt8] = []
    ClientName(bytes, 0..<text.count).append(bytes, to: &name)
    return name
  }

  private struct Value {
    var text: String
    var offset: Int
    var isQuoted: Bool
  }

  /// The value behind an operator, or the list behind `in`.
  private mutating func values(
    _ symbol: FilterOperator, or accepted: String
  ) throws(FilterError) -> [Value] {
    guard symbol == .isIn else { return [try value(or: accepted)] }
    return try list(or: accepted)
  }

  private mutating func value(or accepted: String) throws(FilterError) -> Value {
    let token = try scanner.nextValue()
    switch token.kind {
    case .word(let text): return Value(text: text, offset: token.offset, isQuoted: false)
    case .quoted(let text): return Value(text: text, offset: token.offset, isQuoted: true)
    default: throw scanner.error("expected \(accepted)", at: token.offset)
    }
  }

  private mutating func list(or accepted: String) throws(FilterError) -> [Value] {
    let open = try scanner.nextValue()
    guard open.kind == .open else {
      throw scanner.error("expected a list in brackets, such as (a, b)", at: open.offset)
    }
    var values = [try value(or: accepted)]
    while true {
      let next = try scanner.nextValue()
      switch next.kind {
      case .comma: values.append(try value(or: accepted))
      case .close: return values
      case .end: throw scanner.error("this bracket is never closed", at: open.offset)
      default: throw scanner.error("expected a comma or a closing bracket", at: next.offset)
      }
    }
  }
}

extension FilterScanner {
  /// Whether a bracket opens next.
  fileprivate func opensBracket() -> Bool {
    var ahead = self
    return ahead.nextWord().kind == .open
  }
}

extension Network {
  /// An address, or a network as RFC 4632 writes it; bits behind the prefix do not matter.
  init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let bytes = Array(parts[0].utf8)
    guard parts.count <= 2, let address = Address(unsafe bytes.span.bytes, 0..<bytes.count) else {
      return nil
    }
    guard parts.count == 2 else {
      self.init(address, bits: address.bitCount)
      return
    }
    // The prefix of an IPv4-mapped network counts the 96 bits in front.
    let isMapped = address.isIPv4 && parts[0].utf8.contains(UInt8(ascii: ":"))
    guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }),
      let written = Int(parts[1]), 0...(isMapped ? 128 : address.bitCount) ~= written,
      !isMapped || written >= 96
    else { return nil }
    self.init(address, bits: isMapped ? written - 96 : written)
  }
}

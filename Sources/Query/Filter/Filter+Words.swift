import AccessLog

extension Filter {
  /// What the filter chooses, in plain words of printable characters.
  package var words: String { expression.words }
}

extension FilterExpression {
  fileprivate var words: String {
    switch self {
    case .comparison(let comparison): comparison.words
    // The group of hits that lack a field.
    case .not(.comparison(.text(let dimension, .differs, let values))) where values.count == 1:
      "\(dimension.name) \(printableText(values[0]))"
    case .not(let inner): "not \(inner.isCompound ? "(\(inner.words))" : inner.words)"
    case .and(let parts):
      parts.map { part in
        if case .or = part { return "(\(part.words))" }
        return part.words
      }.joined(separator: ", ")
    case .or(let parts): parts.map(\.words).joined(separator: " or ")
    }
  }

  private var isCompound: Bool {
    switch self {
    case .comparison, .not: false
    case .and, .or: true
    }
  }
}

extension FilterComparison {
  fileprivate var words: String {
    switch self {
    case .number(let number, let symbol, let values):
      let texts = values.map { number.words(of: $0) }
      return "\(number.rawValue) \(symbol.words)\(texts.joined(separator: " or "))"
    case .text(let dimension, let symbol, let values):
      let texts = values.map { printableText($0) }
      return "\(dimension.name) \(symbol.words)\(texts.joined(separator: " or "))"
    case .client(let dimension, let networks, let names):
      let all = networks.map { [$0].entered } + names.map { printableText($0) }
      return "\(dimension.name) in \(all.joined(separator: " or "))"
    case .pattern(let dimension, let pattern):
      return "\(dimension.name) matches \(printableText(pattern.text.utf8))"
    }
  }
}

extension FilterOperator {
  /// Between the name of a field and a value, with a blank behind it unless it is empty.
  fileprivate var words: String {
    switch self {
    case .differs: "is not "
    case .atMost: "at most "
    case .atLeast: "at least "
    case .begins: "begins with "
    case .ends: "ends with "
    case .contains: "contains "
    case .equals, .isIn: ""
    case .below: "below "
    case .above: "above "
    case .matches: "matches "
    }
  }
}

extension FilterNumber {
  /// A value in words.
  fileprivate func words(of value: FilterDecimal) -> String {
    let number = value.floor
    return switch self {
    case .status, .bytes: "\(number)"
    case .duration:
      number % 1_000_000 == 0 ? "\(number / 1_000_000) ms" : "\(number / 1_000) us"
    case .time: Zone.utc.iso8601(Instant(number))
    }
  }
}

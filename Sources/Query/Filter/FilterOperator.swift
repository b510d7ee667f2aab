/// How a field is compared with a value.
enum FilterOperator: String, CaseIterable {
  // The longer ones first: `<=` begins as `<` does.
  case differs = "!="
  case atMost = "<="
  case atLeast = ">="
  case begins = "^="
  case ends = "$="
  case contains = "*="
  case equals = "="
  case below = "<"
  case above = ">"
  case matches = "~"
  case isIn = "in"

  /// What a comparison by it holds of, in words.
  var meaning: String {
    switch self {
    case .equals: "is that value"
    case .differs: "is another value"
    case .below: "is below it"
    case .atMost: "is at most it"
    case .above: "is above it"
    case .atLeast: "is at least it"
    case .begins: "begins with it"
    case .ends: "ends with it"
    case .contains: "contains it"
    case .matches: "matches it, a pattern of PCRE2, anywhere"
    case .isIn: "is one of several values, or a client in a network: client in 203.0.113.0/24"
    }
  }

  /// Whether numbers are compared so.
  var isForNumbers: Bool {
    switch self {
    case .equals, .differs, .below, .atMost, .above, .atLeast, .isIn: true
    case .begins, .ends, .contains, .matches: false
    }
  }

  /// Whether texts are compared so.
  var isForTexts: Bool {
    switch self {
    case .equals, .differs, .begins, .ends, .contains, .matches, .isIn: true
    case .below, .atMost, .above, .atLeast: false
    }
  }

  /// Those for numbers or for texts, in words.
  static func words(where isMeant: (FilterOperator) -> Bool) -> String {
    let words = allCases.filter(isMeant).map(\.rawValue)
    return words.dropLast().joined(separator: ", ") + " or " + (words.last ?? "")
  }
}

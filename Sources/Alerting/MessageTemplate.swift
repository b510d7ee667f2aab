/// The sentence of a rule, with placeholders in braces.
package struct MessageTemplate: Sendable {
  /// The words that may stand in braces.
  package static let placeholders = [
    "value", "hits", "threshold", "window", "group", "rule", "state", "time",
  ]

  private enum Part {
    case text(Substring)
    case placeholder(Substring)
  }

  private let parts: [Part]

  /// Parses a text; `nil` if a word in braces is not a placeholder.
  ///
  /// A brace that is not closed, and one that does not begin a word, stands for itself.
  package init?(_ text: String) {
    parts = MessageTemplate.parts(of: text)
    for case .placeholder(let name) in parts
    where !MessageTemplate.placeholders.contains(String(name)) {
      return nil
    }
  }

  /// The sentence of a rule, the usual one if it has none of its own.
  init(of rule: AlertRule) {
    let group = rule.group == nil ? "" : " of {group}"
    parts = MessageTemplate.parts(
      of: rule.message ?? "{rule}\(group): {value}, {state} at {time}")
  }

  private static func parts(of text: String) -> [Part] {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      let inner = rest[rest.index(after: open)...]
      let name = inner.prefix { $0.isLetter || $0 == "-" || $0 == "_" }
      guard !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" else {
        parts.append(.text(rest[...open]))
        rest = inner
        continue
      }
      parts.append(.text(rest[..<open]))
      parts.append(.placeholder(name))
      rest = rest[rest.index(after: name.endIndex)...]
    }
    return parts + [.text(rest)]
  }

  /// The sentence of a transition, with the text of its group and a time in ISO 8601.
  func text(of transition: AlertTransition, _ group: String, _ time: String) -> String {
    let rule = transition.rule
    let unit = rule.measure.definition.unit
    return parts.map { part in
      switch part {
      case .text(let text): String(text)
      case .placeholder("value"): unit.text(transition.reading.value)
      case .placeholder("hits"): "\(transition.hits)"
      case .placeholder("threshold"): unit.text(transition.limit)
      case .placeholder("window"): DurationText.text(rule.windowSeconds)
      case .placeholder("group"): group
      case .placeholder("rule"): rule.name.description
      case .placeholder("state"): transition.state.rawValue
      case .placeholder("time"): time
      case .placeholder: ""
      }
    }.joined()
  }
}

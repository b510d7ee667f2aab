/// The language of filters in words, for manuals.
package enum FilterWords {
  /// A field, an operator or a dimension, and what it means.
  package struct Row: Sendable {
    package var name: String
    package var meaning: String
  }

  /// The fields whose values are numbers.
  package static let numbers = FilterNumber.allCases.map {
    Row(name: $0.rawValue, meaning: $0.accepted)
  }

  /// The fields whose values are texts and that are no dimensions.
  package static let texts = FilterField.texts.map { text in
    Row(name: text.name, meaning: FilterWords.meanings[text.name] ?? "")
  }

  /// How fields are compared, and which of them.
  package static let operators = FilterOperator.allCases.map { comparison in
    let which =
      switch (comparison.isForNumbers, comparison.isForTexts) {
      case (true, false): "; numbers only"
      case (false, true): "; texts only"
      default: ""
      }
    return Row(name: comparison.rawValue, meaning: comparison.meaning + which)
  }

  /// What hits can be grouped by.
  package static let dimensions = Dimension.all.map { dimension in
    Row(name: dimension.name, meaning: FilterWords.meanings[dimension.name] ?? "")
  }

  /// Where a line lacks one of these, its group is `-`.
  private static let meanings = [
    "section": "the first path component, or as many as --section says",
    "path": "the target before its question mark, an absolute one with its origin",
    "client": "who sent the request; an address as RFC 5952 writes it",
    "network":
      "the /24 of an IPv4 client, the /48 of an IPv6 one; network/8 to network/32 are others, twice "
      + "as many bits for IPv6",
    "method": "the method of the request",
    "status": "the status code",
    "class": "the class of the status code: 2xx",
    "agent": "the product of the user agent that a person would name: Firefox, Googlebot, curl",
    "referrer": "the origin of the referrer",
    "vhost": "the virtual host",
    "user": "the user who logged in",
    "protocol": "the protocol and its version: HTTP/1.1",
    "server": "the machine that wrote the line",
    "agent-raw": "the user agent as it is logged",
    "target": "all of the target, the query too",
    "query": "what stands behind the question mark of the target",
  ]
}

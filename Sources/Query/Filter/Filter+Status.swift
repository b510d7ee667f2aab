extension Filter {
  /// Whether it asks for the status of a hit, or for its class.
  package var asksForStatus: Bool { expression.asksForStatus }
}

extension FilterExpression {
  fileprivate var asksForStatus: Bool {
    switch self {
    case .comparison(let comparison): comparison.asksForStatus
    case .not(let expression): expression.asksForStatus
    case .and(let expressions), .or(let expressions):
      expressions.contains { $0.asksForStatus }
    }
  }
}

extension FilterComparison {
  fileprivate var asksForStatus: Bool {
    switch self {
    case .number(let number, _, _): number == .status
    case .text(let dimension, _, _), .pattern(let dimension, _), .client(let dimension, _, _):
      dimension == .statusClass
    }
  }
}

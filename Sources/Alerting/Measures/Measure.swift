package import Traffic

/// What a rule measures: the table of measures, a case and a row each.
package enum Measure: Hashable, Sendable {
  /// Hits per second.
  case rate
  /// The part of the hits that is also counted as `of`.
  case share(of: SecondCount)

  package var definition: MeasureDefinition {
    switch self {
    case .rate: .rate
    case .share(let part): .share(of: part)
    }
  }
}

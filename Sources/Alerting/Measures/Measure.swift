import Traffic

/// What a rule measures: the table of measures, a case and a row each.
package enum Measure: Hashable, Sendable {
  /// Hits per second.
  case rate
  /// Response bytes per second.
  case bytes
  /// The part of the hits that is also counted as `of`.
  case share(of: SharePart)

  package var definition: MeasureDefinition {
    switch self {
    case .rate: .rate
    case .bytes: .byteRate
    case .share(.errors): .share(of: .errors)
    case .share(.matching(let filter)): .share(of: .matching(filter))
    }
  }

  /// Whether what it adds up of all hits is known for each second without a selection.
  var isPlain: Bool {
    switch self {
    case .rate, .bytes, .share(of: .errors): true
    case .share(of: .matching): false
    }
  }

  /// What it adds up besides the hits, of hits that are all counted.
  func extra(of sums: HitSums) -> Int {
    switch self {
    case .rate: 0
    case .bytes: sums.bytes
    case .share(.errors): sums.errors
    case .share(.matching): 0
    }
  }
}

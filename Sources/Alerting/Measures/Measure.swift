package import Traffic

/// What a rule measures: the table of measures, a case and a row each.
package enum Measure: Hashable, Sendable {
  /// Hits per second.
  case rate
  /// Response bytes per second.
  case bytes
  /// The part of the hits that is also counted as `of`.
  case share(of: SharePart)
  /// Distinct clients.
  case clients
  /// 50, 90 or 99 per cent of the hits have no greater value.
  case percentile(Int, of: Selection.Value)
  /// Malformed lines as a part of them and the hits.
  case malformed
  /// The time without a hit.
  case silence

  package var definition: MeasureDefinition {
    switch self {
    case .rate: .rate
    case .bytes: .byteRate
    case .share(.errors): .share(of: .errors)
    case .share(.matching(let filter)): .share(of: .matching(filter))
    case .clients: .clients
    case .percentile(let percent, let value): .percentile(percent, of: value)
    case .malformed: .malformed
    case .silence: .silence
    }
  }

  /// Whether what it adds up of all hits is known for each second without a selection.
  var isPlain: Bool {
    switch self {
    case .rate, .bytes, .share(of: .errors), .silence: true
    case .share(of: .matching), .clients, .percentile, .malformed: false
    }
  }

  /// What it adds up besides the hits, of hits that are all counted.
  func extra(of sums: HitSums) -> Int {
    switch self {
    case .bytes: sums.bytes
    case .share(.errors): sums.errors
    default: 0
    }
  }
}

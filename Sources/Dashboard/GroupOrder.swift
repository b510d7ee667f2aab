/// What a list of groups is ordered by, most first.
package enum GroupOrder: CaseIterable, Sendable {
  case hits
  case bytes
  case errors
  case errorShare
  /// Hits more than in the interval before.
  case change
  /// The 90th percentile of how long hits took; groups of which it is not known come last.
  case p90

  /// The order that the sort key chooses next.
  var next: GroupOrder {
    switch self {
    case .hits: .bytes
    case .bytes: .errors
    case .errors: .errorShare
    case .errorShare: .change
    case .change: .p90
    case .p90: .hits
    }
  }

  /// In words.
  var words: String {
    switch self {
    case .hits: "hits"
    case .bytes: "bytes"
    case .errors: "errors"
    case .errorShare: "error share"
    case .change: "change"
    case .p90: "p90"
    }
  }
}

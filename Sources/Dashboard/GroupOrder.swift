/// What a list of groups is ordered by, most first.
package enum GroupOrder: CaseIterable, Sendable {
  case hits
  case bytes
  case errors
  case errorShare
  /// Hits more than in the interval before.
  case change

  /// The order that the sort key chooses next.
  var next: GroupOrder {
    switch self {
    case .hits: .bytes
    case .bytes: .errors
    case .errors: .errorShare
    case .errorShare: .change
    case .change: .hits
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
    }
  }
}

import Alerting
import Query

/// The measures as they are entered.
enum RuleMeasure: String, CaseIterable {
  case rate
  case bytes
  case share

  /// All of them, in words.
  static let accepted = words(allCases.map(\.rawValue))

  /// The measure; `part` is the filter of what a share is of.
  ///
  /// `nil` where a measure that needs one has none.
  func measure(of part: Filter?) -> Measure? {
    switch self {
    case .rate: .rate
    case .bytes: .bytes
    case .share: part.map { .share(of: .matching($0)) }
    }
  }

  private static func words(_ names: [String]) -> String {
    names.dropLast().joined(separator: ", ") + " or " + (names.last ?? "")
  }
}

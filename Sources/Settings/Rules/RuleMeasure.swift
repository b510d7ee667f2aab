import Alerting
import Query
import Traffic

/// A measure as it is entered.
enum RuleMeasure: Equatable {
  case rate
  case bytes
  case share
  case clients
  case malformed
  case silence
  case percentile(Int, of: Selection.Value)

  /// All of them, in words.
  static let accepted =
    "rate, bytes, share, clients, malformed, silence, or a percentile: p50, p90 or p99 of bytes or "
    + "duration, such as p90 duration"

  init?(entered text: String) {
    let words = text.split(separator: " ")
    switch words.first {
    case "rate" where words.count == 1: self = .rate
    case "bytes" where words.count == 1: self = .bytes
    case "share" where words.count == 1: self = .share
    case "clients" where words.count == 1: self = .clients
    case "malformed" where words.count == 1: self = .malformed
    case "silence" where words.count == 1: self = .silence
    case "p50", "p90", "p99":
      guard words.count == 2, let percent = Int(words[0].dropFirst()) else { return nil }
      switch words[1] {
      case "bytes": self = .percentile(percent, of: .bytes)
      case "duration": self = .percentile(percent, of: .duration)
      default: return nil
      }
    default: return nil
    }
  }

  /// The measure; `part` is the filter of what a share is of.
  ///
  /// `nil` where a measure that needs one has none.
  func measure(of part: Filter?) -> Measure? {
    switch self {
    case .rate: .rate
    case .bytes: .bytes
    case .share: part.map { .share(of: .matching($0)) }
    case .clients: .clients
    case .malformed: .malformed
    case .silence: .silence
    case .percentile(let percent, let value): .percentile(percent, of: value)
    }
  }

  /// Whether every hit of the window has to be kept, not only their sum.
  var keepsHits: Bool {
    switch self {
    case .clients, .percentile: true
    default: false
    }
  }
}

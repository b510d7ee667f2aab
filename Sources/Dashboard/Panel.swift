import Canvas

/// A part of the screen that keys can go to.
package enum Panel: Int, CaseIterable, Sendable {
  case graph = 1
  case sections
  case statuses
  case responseBytes
  case alerts

  /// The key that focuses it.
  var key: String { String(rawValue) }

  /// The one after it, in the order of the keys, around and around.
  var next: Panel { Panel(rawValue: rawValue % Panel.allCases.count + 1) ?? .graph }

  /// The one before it.
  var previous: Panel { Panel(rawValue: rawValue - 1) ?? .alerts }
}

/// How much time the graph spans.
package enum GraphSpan: Int, CaseIterable, Sendable {
  case twoMinutes = 120
  case tenMinutes = 600
  case hour = 3_600

  var seconds: Int { rawValue }

  /// As the graph's title and the help name it.
  var words: String { durationText(seconds) }

  /// The next shorter span.
  var shorter: GraphSpan { self == .hour ? .tenMinutes : .twoMinutes }
  /// The next longer span.
  var longer: GraphSpan { self == .twoMinutes ? .tenMinutes : .hour }
}

/// What the sections are ordered by, most first.
package enum SectionOrder: CaseIterable, Sendable {
  case hits
  case bytes
  case errors
  case errorShare
  /// Hits more than in the interval before.
  case change

  /// The one that the sort key goes on to.
  var next: SectionOrder {
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

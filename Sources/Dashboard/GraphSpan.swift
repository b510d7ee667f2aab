import Canvas

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

import Traffic

/// What was counted over a span of seconds.
struct WindowSums: Sendable {
  /// How many seconds the span has.
  let seconds: Int
  var hits = 0
  /// What the measure needs besides the hits.
  ///
  /// Wider than what it adds up: a line may state as many bytes as a number holds.
  var extra: Int128 = 0

  init(seconds: Int) { self.seconds = seconds }

  mutating func add(_ sums: SelectionSeries.Sums) {
    hits += sums.hits
    extra += Int128(sums.extra)
  }

  mutating func remove(_ sums: SelectionSeries.Sums) {
    hits -= sums.hits
    extra -= Int128(sums.extra)
  }
}

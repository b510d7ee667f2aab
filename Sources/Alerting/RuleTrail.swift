package import AccessLog

/// What a rule measured at each second of the last hour, for a graph.
///
/// Takes 4 bytes a second.
package struct RuleTrail: Sendable, Equatable {
  /// How many seconds are kept at least, and how many more before the oldest are removed.
  private static let keptSeconds = 3_600
  private static let spareSeconds = 600
  /// Stands for no value: no measure is below 0.
  private static let none: Float = -1

  /// The second of the first value.
  private var start = Instant(0)
  private var values: [Float] = []
  /// Whether the value grows by one a second without a hit.
  private let grows: Bool

  /// Creates an empty trail of a rule.
  package init(of rule: AlertRule) { grows = rule.measure == .silence }

  private var end: Instant { start + values.count }

  /// Adds what was measured at a second, in the place of what was known of it, and of seconds after it.
  ///
  /// At the seconds that were left out nothing changed.
  package mutating func add(_ value: Double?, at second: Instant) {
    if values.isEmpty || second < start || second - end > RuleTrail.keptSeconds {
      values = []
      start = second
    }
    if second < end { values.removeLast(end - second) }
    while end < second { values.append(self.value(at: end).map(Float.init) ?? RuleTrail.none) }
    values.append(value.map(Float.init) ?? RuleTrail.none)
    guard values.count > RuleTrail.keptSeconds + RuleTrail.spareSeconds else { return }
    start = start + (values.count - RuleTrail.keptSeconds)
    values.removeFirst(values.count - RuleTrail.keptSeconds)
  }

  /// The value at a second; behind the last one that was judged, what it is if nothing came since.
  package func value(at second: Instant) -> Double? {
    guard second >= start, let last = values.last else { return nil }
    guard second >= end else {
      let value = values[second - start]
      return value < 0 ? nil : Double(value)
    }
    guard last >= 0 else { return nil }
    return Double(last) + (grows ? Double(second - end + 1) : 0)
  }
}

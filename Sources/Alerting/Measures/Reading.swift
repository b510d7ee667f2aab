/// What a rule's measure gives for one window.
package struct Reading: Hashable, Sendable {
  /// The hits of the window.
  package var hits: Int
  /// In the unit of the measure; `nil` where there is no value, such as a share of no hits.
  package var value: Double?
  /// The same measure over the span before the window, for a rule that is relative to it.
  package var base: Double?

  package init(hits: Int, value: Double?, base: Double? = nil) {
    self.hits = hits
    self.value = value
    self.base = base
  }

  /// What the value is held against: a threshold, or a factor of the base.
  package func limit(_ threshold: Double) -> Double { base.map { $0 * threshold } ?? threshold }
}

/// What a rule's measure gives for one window.
package struct Reading: Hashable, Sendable {
  /// The hits of the window.
  package var hits: Int
  /// In the unit of the measure; `nil` where there is no value, such as a share of no hits.
  package var value: Double?

  package init(hits: Int, value: Double?) {
    self.hits = hits
    self.value = value
  }
}

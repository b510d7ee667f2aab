import Traffic

/// How a measure is taken: what it adds up over the window, and what value that gives.
package struct MeasureDefinition: Sendable {
  /// A word for its values where room is scarce.
  package let label: String
  package let unit: MeasureUnit
  /// What it adds up besides the hits.
  let needs: [SecondCount]
  /// The value of a window; `nil` where there is none.
  let value: @Sendable (WindowSums) -> Double?
}

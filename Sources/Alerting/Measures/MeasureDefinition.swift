import Traffic

/// How a measure is taken: what is added up over the window, and the value that follows.
package struct MeasureDefinition: Sendable {
  /// The word in settings.
  package let name: String
  /// A short word for its values.
  package let label: String
  package let unit: MeasureUnit
  /// What it adds up besides the hits.
  let extra: Selection.Extra
  /// The value of a window that ends with a second; `nil` where there is none.
  let value: @Sendable (WindowSums) -> Double?
}

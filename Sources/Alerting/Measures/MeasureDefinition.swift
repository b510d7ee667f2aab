import Traffic

/// How a measure is taken: what is added up over the window, and the value that follows.
package struct MeasureDefinition: Sendable {
  /// A short word for its values.
  package let label: String
  package let unit: MeasureUnit
  /// What it adds up besides the hits.
  let extra: Selection.Extra
  /// The value of what a span has; `nil` where there is none.
  let value: @Sendable (WindowSums, WindowSpan) -> Double?

  /// What is kept of the hits of a window.
  var content: WindowSums.Content {
    switch extra {
    case .clients: .clients
    case .values: .values
    default: .sum
    }
  }
}

import Traffic

extension MeasureDefinition {
  /// Hits per second, over the whole window.
  static let rate = MeasureDefinition(
    label: "avg", unit: .perSecond, extra: .nothing
  ) { window, span in
    Double(window.hits) / Double(span.seconds)
  }
}

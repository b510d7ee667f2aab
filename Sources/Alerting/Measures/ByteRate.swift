import Traffic

extension MeasureDefinition {
  /// Response bytes per second, over the whole window.
  static let byteRate = MeasureDefinition(
    label: "bytes", unit: .bytesPerSecond, extra: .bytes
  ) { window, span in
    Double(window.extra) / Double(span.seconds)
  }
}

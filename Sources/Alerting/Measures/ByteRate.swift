import Traffic

extension MeasureDefinition {
  /// Response bytes per second, over the whole window.
  static let byteRate = MeasureDefinition(
    label: "bytes", unit: .bytesPerSecond, extra: .bytes
  ) { window in
    Double(window.extra) / Double(window.seconds)
  }
}

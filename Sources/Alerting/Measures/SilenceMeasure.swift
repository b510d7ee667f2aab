import Traffic

extension MeasureDefinition {
  /// Seconds since the last hit, or since the first of all where none was measured.
  static let silence = MeasureDefinition(
    label: "silence", unit: .seconds, extra: .nothing
  ) { window, span in
    window.lastHit.map { Double(span.end - $0) }
  }
}

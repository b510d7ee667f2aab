import Traffic

extension MeasureDefinition {
  /// Seconds since the last hit, or since the first of all where none was measured.
  static let silence = MeasureDefinition(
    label: "silence", unit: .seconds, extra: .nothing
  ) { window in
    window.lastHit.map { Double(window.end - $0) }
  }
}

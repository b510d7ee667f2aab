import Traffic

extension MeasureDefinition {
  /// Malformed lines, as a share of them and the hits; no value without either.
  static let malformed = MeasureDefinition(
    label: "malformed", unit: .share, extra: .malformed
  ) { window, _ in
    let lines = window.extra + Int128(window.hits)
    return lines == 0 ? nil : Double(window.extra) / Double(lines)
  }
}

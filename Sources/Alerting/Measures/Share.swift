import Traffic

extension MeasureDefinition {
  /// The hits that are also of a part, as a share of all hits; no value without hits.
  static func share(of extra: Selection.Extra) -> MeasureDefinition {
    MeasureDefinition(label: "share", unit: .share, extra: extra) { window, _ in
      window.hits == 0 ? nil : Double(window.extra) / Double(window.hits)
    }
  }
}

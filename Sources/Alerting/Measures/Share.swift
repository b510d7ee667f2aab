import Traffic

extension MeasureDefinition {
  /// The hits that are also counted as `part`, as a share of all hits; no value without hits.
  static func share(of part: SecondCount) -> MeasureDefinition {
    MeasureDefinition(label: "share", unit: .share, needs: [part]) { window in
      window.hits == 0 ? nil : Double(window.others[0]) / Double(window.hits)
    }
  }
}

import Traffic

extension MeasureDefinition {
  /// The part of the hits that is also counted as `part`; there is none of no hits.
  static func share(of part: SecondCount) -> MeasureDefinition {
    MeasureDefinition(label: "share", unit: .share, needs: [part]) { window in
      window.hits == 0 ? nil : Double(window.others[0]) / Double(window.hits)
    }
  }
}

import Traffic

extension MeasureDefinition {
  /// A percentile of response bytes or of durations, nearest rank; no value without any.
  static func percentile(_ percent: Int, of value: Selection.Value) -> MeasureDefinition {
    // Durations are added up in nanoseconds, and shown in seconds.
    let scale = value == .bytes ? 1.0 : 1_000_000_000
    return MeasureDefinition(
      label: "p\(percent)", unit: value == .bytes ? .bytes : .duration, extra: .values(value)
    ) { window, _ in
      window.values.percentile(percent).map { Double($0) / scale }
    }
  }
}

/// What the values of a measure are.
package enum MeasureUnit: Sendable {
  case perSecond
  case bytesPerSecond
  case bytes
  case count
  /// Seconds, mostly less than one.
  case duration
  /// Whole seconds.
  case seconds
  /// A fraction; shown in per cent.
  case share

  /// A value with at most three decimals and its unit.
  package func text(_ value: Double?) -> String {
    guard let value else { return "no value" }
    return switch self {
    case .perSecond: MeasureUnit.decimal(value) + "/s"
    case .bytesPerSecond: MeasureUnit.bytes(value) + "/s"
    case .share: MeasureUnit.decimal(value * 100) + " %"
    case .bytes: MeasureUnit.bytes(value)
    case .count: MeasureUnit.decimal(value)
    case .duration:
      value < 1 ? MeasureUnit.decimal(value * 1_000) + " ms" : MeasureUnit.decimal(value) + " s"
    case .seconds: MeasureUnit.decimal(value) + " s"
    }
  }

  /// The most decimals of a value that are worth writing, in its own unit.
  package var decimals: Int {
    switch self {
    case .perSecond, .bytesPerSecond, .bytes, .count, .seconds: 3
    // To the nanosecond.
    case .duration: 9
    // As many of a percentage.
    case .share: 5
    }
  }

  /// Bytes in the largest unit in which there is at least one.
  private static func bytes(_ value: Double) -> String {
    var value = value
    var units = ["B", "KiB", "MiB", "GiB", "TiB"][...]
    while value >= 1_024, units.count > 1 {
      value /= 1_024
      units.removeFirst()
    }
    return "\(decimal(value)) \(units.first ?? "")"
  }

  private static func decimal(_ value: Double) -> String {
    guard value.magnitude < 1e12 else { return "\(value)" }
    let thousandths = Int((value * 1_000).rounded())
    var fraction = String(1_000 + thousandths % 1_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? "\(thousandths / 1_000)" : "\(thousandths / 1_000).\(fraction)"
  }
}

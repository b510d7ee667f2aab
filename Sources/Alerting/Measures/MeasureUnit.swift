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

  /// A value with its unit, and at most three decimals unless it is less than a thousandth.
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

  /// The same for a value, of which no less than three digits are written however small it is.
  package func decimals(of value: Double?) -> Int {
    MeasureUnit.decimals(of: value ?? 0, atLeast: decimals)
  }

  private static func decimals(of value: Double, atLeast least: Int) -> Int {
    guard value.isFinite, value != 0, value.magnitude < 0.001 else { return least }
    var (decimals, scaled) = (0, value.magnitude)
    while scaled < 100, decimals < mostDecimals {
      scaled *= 10
      decimals += 1
    }
    return max(least, decimals)
  }
  /// Less than a hit in a hundred years is none.
  private static let mostDecimals = 12

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
    var scale = 1
    for _ in 0..<decimals(of: value, atLeast: 3) { scale *= 10 }
    let parts = Int((value * Double(scale)).rounded())
    var fraction = String(scale + parts % scale).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? "\(parts / scale)" : "\(parts / scale).\(fraction)"
  }
}

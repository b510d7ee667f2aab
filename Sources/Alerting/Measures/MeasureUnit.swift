/// What the values of a measure are.
package enum MeasureUnit: Sendable {
  case perSecond
  /// A fraction; shown in per cent.
  case share

  /// A value with at most three decimals and its unit.
  package func text(_ value: Double?) -> String {
    guard let value else { return "no value" }
    return switch self {
    case .perSecond: MeasureUnit.decimal(value) + "/s"
    case .share: MeasureUnit.decimal(value * 100) + " %"
    }
  }

  private static func decimal(_ value: Double) -> String {
    guard value.magnitude < 1e12 else { return "\(value)" }
    let thousandths = Int((value * 1_000).rounded())
    var fraction = String(1_000 + thousandths % 1_000).dropFirst()
    while fraction.last == "0" { fraction.removeLast() }
    return fraction.isEmpty ? "\(thousandths / 1_000)" : "\(thousandths / 1_000).\(fraction)"
  }
}

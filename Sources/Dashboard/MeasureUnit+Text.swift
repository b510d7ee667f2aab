import Alerting
import Canvas

extension MeasureUnit {
  /// A value in at most seven cells; `-` where there is none.
  func shortText(_ value: Double?) -> String {
    guard let value else { return "-" }
    return switch self {
    case .perSecond: rateText(value)
    case .share: decimal(value * 100, places: 1) + "%"
    case .bytesPerSecond: shortBytes(Int(min(value, 1e18))) + "/s"
    case .bytes: shortBytes(Int(min(value, 1e18)))
    case .count: shortCount(Int(min(value, 1e18)))
    case .duration:
      value < 1 ? decimal(value * 1_000, places: 0) + "ms" : decimal(value, places: 1) + "s"
    case .seconds: shortCount(Int(min(value, 1e18))) + "s"
    }
  }

  /// A threshold as it was entered.
  func thresholdText(_ threshold: Double) -> String {
    switch self {
    case .perSecond: Canvas.thresholdText(threshold)
    default: text(threshold)
    }
  }
}

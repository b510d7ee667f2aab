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
    }
  }

  /// A threshold as it was entered.
  func thresholdText(_ threshold: Double) -> String {
    switch self {
    case .perSecond: Canvas.thresholdText(threshold)
    case .share, .bytesPerSecond: text(threshold)
    }
  }
}

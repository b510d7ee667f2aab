import AccessLog
import Alerting
import Canvas

extension ViewState {
  /// The threshold that was asked for last, in hits per second.
  func threshold(in model: DashboardModel) -> Double {
    thresholds.pending ?? model.status.rule.threshold
  }

  /// Changes the threshold by key.
  mutating func moveThreshold(_ action: Action, in model: DashboardModel) -> [DashboardCommand] {
    let old = threshold(in: model)
    switch action {
    case .raiseThreshold: return setThreshold(min(ThresholdEntry.most, old + 1), in: model)
    case .lowerThreshold:
      // At 0 the rule could never recover; such a threshold has to be typed.
      guard old > 1 else {
        show("The threshold stays above 0 by key; < makes it finer", at: model.wallClock)
        return []
      }
      return setThreshold(rounded(old - 1), in: model)
    case .raiseThresholdByTenth:
      return setThreshold(min(ThresholdEntry.most, max(rounded(old * 1.1), old + 0.001)), in: model)
    case .lowerThresholdByTenth:
      guard old > 0.001 else {
        show("The threshold stays above 0 by key", at: model.wallClock)
        return []
      }
      return setThreshold(max(0.001, min(rounded(old * 0.9), old - 0.001)), in: model)
    case .undoThreshold:
      guard let earlier = thresholds.earlier.popLast() else {
        show("No change of the threshold to undo", at: model.wallClock)
        return []
      }
      return apply(earlier, in: model)
    default: return []
    }
  }

  /// Asks for another threshold and says what it would have meant.
  mutating func setThreshold(_ rate: Double, in model: DashboardModel) -> [DashboardCommand] {
    let old = threshold(in: model)
    guard rate != old else {
      show("The threshold is \(thresholdText(rate)) already", at: model.wallClock)
      return []
    }
    // At most 100 changes can be undone.
    if thresholds.earlier.count == 100 { thresholds.earlier.removeFirst() }
    thresholds.earlier.append(old)
    return apply(rate, in: model)
  }

  private mutating func apply(_ rate: Double, in model: DashboardModel) -> [DashboardCommand] {
    thresholds.pending = rate
    thresholds.backtestUntil = model.wallClock + 10
    notice = nil
    return [.setThreshold(rate, of: model.rule)]
  }

  /// Rounds away the digits that steps of 10 % would add.
  private func rounded(_ rate: Double) -> Double {
    let steps = rate >= 100 ? 1.0 : rate >= 10 ? 10.0 : 1_000.0
    return (rate * steps).rounded() / steps
  }
}

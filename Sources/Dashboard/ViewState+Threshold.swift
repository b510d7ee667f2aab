import AccessLog
import Alerting
import Canvas

extension ViewState {
  /// The threshold that was asked for last, in the unit of the rule's measure.
  func threshold(in model: DashboardModel) -> Double {
    thresholds.pending ?? model.status.rule.threshold
  }

  /// Changes the threshold by key.
  mutating func moveThreshold(_ action: Action, in model: DashboardModel) -> [DashboardCommand] {
    if action == .undoThreshold { return undoThreshold(in: model) }
    let unit = EntryUnit(of: model.status.rule)
    let old = unit.entered(threshold(in: model))
    switch action {
    case .raiseThreshold: return setThreshold(min(ThresholdEntry.most, old + 1), unit, in: model)
    case .lowerThreshold:
      // At 0 the rule could never recover; such a threshold has to be typed.
      guard old > 1 else {
        show("The threshold stays above 0 by key; < makes it finer", at: model.wallClock)
        return []
      }
      return setThreshold(rounded(old - 1), unit, in: model)
    case .raiseThresholdByTenth:
      let more = max(rounded(old * 1.1), old + unit.least)
      return setThreshold(min(ThresholdEntry.most, more), unit, in: model)
    case .lowerThresholdByTenth:
      guard old > unit.least else {
        show("The threshold stays above 0 by key", at: model.wallClock)
        return []
      }
      return setThreshold(
        max(unit.least, min(rounded(old * 0.9), old - unit.least)), unit, in: model)
    default: return []
    }
  }

  private mutating func undoThreshold(in model: DashboardModel) -> [DashboardCommand] {
    guard let earlier = thresholds.earlier.popLast() else {
      show("No change of the threshold to undo", at: model.wallClock)
      return []
    }
    // The rule that it is of may be another than the one that is shown.
    if earlier.rule != model.rule { choose(earlier.rule) }
    return apply(earlier.threshold, of: earlier.rule, in: model)
  }

  /// Asks for another threshold, in the unit in which it is entered, and says what it would have meant.
  mutating func setThreshold(
    _ entered: Double, _ unit: EntryUnit, in model: DashboardModel
  ) -> [DashboardCommand] {
    let old = threshold(in: model)
    let threshold = unit.threshold(entered)
    guard threshold != old else {
      show("The threshold is \(unit.text(threshold)) already", at: model.wallClock)
      return []
    }
    // At most 100 changes can be undone.
    if thresholds.earlier.count == 100 { thresholds.earlier.removeFirst() }
    thresholds.earlier.append(ThresholdEdits.Earlier(rule: model.rule, threshold: old))
    return apply(threshold, of: model.rule, in: model)
  }

  private mutating func apply(
    _ threshold: Double, of rule: RuleName, in model: DashboardModel
  ) -> [DashboardCommand] {
    thresholds.pending = threshold
    thresholds.backtestUntil = model.wallClock + 10
    notice = nil
    return [.setThreshold(threshold, of: rule)]
  }

  /// Rounds away the digits that steps of 10 % would add.
  private func rounded(_ rate: Double) -> Double {
    let steps = rate >= 100 ? 1.0 : rate >= 10 ? 10.0 : 1_000.0
    return (rate * steps).rounded() / steps
  }
}

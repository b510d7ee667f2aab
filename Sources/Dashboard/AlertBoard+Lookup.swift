import Alerting
import Traffic

extension AlertBoard {
  /// The trigger under way as it was told; its peak is in `underWay`.
  var triggerUnderWay: AlertTransition? {
    guard let underWay else { return nil }
    for case .transition(let transition) in history.reversed() {
      if transition.state == .triggered, transition.time == underWay.triggerTime {
        return transition
      }
      if transition.time < underWay.triggerTime { break }
    }
    return underWay
  }

  /// The newest recovery, if nothing has triggered since.
  var lastRecovery: AlertTransition? {
    guard underWay == nil else { return nil }
    for case .transition(let transition) in history.reversed() {
      return transition.state == .recovered ? transition : nil
    }
    return nil
  }

  /// The recovery that ended the trigger at `index` of the history.
  ///
  /// - Complexity: O(threshold changes until then).
  func recovery(after index: Int) -> AlertTransition? {
    for event in history[(index + 1)...] {
      guard case .transition(let transition) = event else { continue }
      return transition.state == .recovered ? transition : nil
    }
    return nil
  }
}

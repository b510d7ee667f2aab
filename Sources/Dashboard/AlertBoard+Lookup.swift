import Alerting
import Traffic

extension AlertBoard {
  private func status(of rule: RuleName) -> RuleStatus? { rules.first { $0.rule.name == rule } }

  /// The trigger of a rule that is under way, as it was told; its peak is in `underWay`.
  func triggerUnderWay(of rule: RuleName) -> AlertTransition? {
    guard let underWay = status(of: rule)?.underWay else { return nil }
    for case .transition(let transition) in history.reversed() {
      if transition.rule.name == rule, transition.state == .triggered,
        transition.time == underWay.triggerTime
      {
        return transition
      }
      if transition.time < underWay.triggerTime { break }
    }
    return underWay
  }

  /// A trigger with its peak so far, if it is under way.
  func underWay(_ trigger: AlertTransition) -> AlertTransition? {
    let rule = rules.first { $0.rule.name == trigger.rule.name }
    let underWay =
      trigger.group == nil
      ? rule?.underWay : rule?.groups.first { $0.name == trigger.group }?.underWay
    return underWay?.triggerTime == trigger.triggerTime ? underWay : nil
  }

  /// The newest recovery of a rule that has not triggered since.
  func lastRecovery(of rule: RuleName) -> AlertTransition? {
    guard status(of: rule)?.underWay == nil else { return nil }
    for case .transition(let transition) in history.reversed() where transition.rule.name == rule {
      return transition.state == .recovered ? transition : nil
    }
    return nil
  }

  /// The recovery that ended the trigger at `index` of the history.
  ///
  /// - Complexity: O(events until then).
  func recovery(after index: Int) -> AlertTransition? {
    let (rule, group) = (history[index].rule, history[index].group)
    for event in history[(index + 1)...] where event.rule == rule {
      guard case .transition(let transition) = event, transition.group == group else { continue }
      return transition.state == .recovered ? transition : nil
    }
    return nil
  }
}

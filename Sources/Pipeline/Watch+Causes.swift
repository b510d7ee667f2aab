import AccessLog
import Alerting
import Traffic

extension Watch {
  /// The transition with its causes, which the history gets too, if causes are looked for.
  ///
  /// Call it when the transition is found: hits that are read later count no more.
  mutating func explained(_ transition: AlertTransition) -> AlertTransition {
    guard findsCauses else { return transition }
    var explained = transition
    explained.causes = causes(of: transition)
    book.explain(transition, by: explained.causes ?? [])
    return explained
  }

  /// The events, with the causes of alerts.
  mutating func explained(_ events: [TrafficEvent]) -> [TrafficEvent] {
    guard findsCauses else { return events }
    return events.map { event in
      guard case .alert(let transition) = event, transition.causes == nil else { return event }
      return .alert(explained(transition))
    }
  }

  private func causes(of transition: AlertTransition) -> [Cause] {
    guard
      let (before, now) = ledger.digests(
        ofWindow: transition.rule.windowSeconds, endingAt: transition.time)
    else { return [] }
    let search = CauseSearch(before: before, now: now)
    return transition.state == .triggered
      ? search.causes(of: transition.rule) : search.fallen(of: transition.rule)
  }
}

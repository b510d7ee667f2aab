import AccessLog
package import Traffic

extension AlertBook {
  /// Ends the alerts of a rule that is judged no longer: they are over, and have not recovered.
  ///
  /// Who was told that one triggered is to be told that, whatever is held back of the rule.
  mutating func end(
    _ page: RulePage, _ ending: AlertEnding, in timeline: Timeline
  ) -> [AlertTransition] {
    let name = page.rule.name
    for recovery in restraints.heldRecoveries(of: name) { release(recovery) }
    let ends = page.ends(ending, in: timeline).map { end in
      var end = end
      end.isWithheld = !restraints.isToldAsTriggered(name, end.group)
      record(.transition(end))
      return end
    }
    restraints.forget([name])
    return ends
  }

  /// Ends the alerts that an earlier run left under way of rules that are now judged otherwise; returns
  /// those that are to be told.
  ///
  /// What was measured meanwhile is not known.
  package mutating func endLeft(in timeline: Timeline) -> [AlertTransition] {
    let ends = left.map { trigger in
      var end = trigger.ended(
        AlertEnding(of: trigger.rule.name, with: settings), at: timeline.lastClosed,
        Reading(hits: 0, value: nil))
      end.isWithheld = trigger.isWithheld
      record(.transition(end))
      return end
    }
    left = []
    return ends.filter { !$0.isWithheld }
  }
}

extension RulePage {
  /// The ends of the alerts that are under way, in the order of their groups.
  fileprivate func ends(_ ending: AlertEnding, in timeline: Timeline) -> [AlertTransition] {
    let all = isGrouped ? groups.notOk : [whole]
    let ends = all.compactMap { group -> AlertTransition? in
      let reading =
        isGrouped ? groups.reading(of: group.window) : reading(in: timeline)
      guard var trigger = group.monitor.underWay else { return nil }
      trigger.rule = rule
      return trigger.ended(ending, at: timeline.lastClosed, reading)
    }
    return ends.sorted { ($0.group ?? []).lexicographicallyPrecedes($1.group ?? []) }
  }
}

extension AlertTransition {
  /// The end of an alert that triggered, without its having recovered.
  fileprivate func ended(
    _ ending: AlertEnding, at second: Instant?, _ reading: Reading
  ) -> AlertTransition {
    var end = AlertTransition(
      rule: rule, state: .recovered, time: max(time, second ?? time), reading: reading,
      triggerTime: time, peak: peak)
    end.group = group
    end.beganBefore = beganBefore
    end.ending = ending
    return end
  }
}

import AccessLog
import Traffic

// A rule that is tried with many thresholds.
extension RuleGroups {
  /// Judges the windows that end with `second` by all thresholds.
  mutating func judgeTrials(_ second: Instant, names: GroupNames) -> [AlertTransition] {
    // Otherwise all readings and ranks are those of the second before.
    guard !changed.isEmpty || measuresSilence || trials?.isWaiting == true else { return [] }
    trials?.isWaiting = false
    var triggers: [AlertTransition] = []
    let last = lastJudged(names)
    for place in windows.indices where windows[place].isUsed {
      let hasChanged = windows[place].hasChanged || measuresSilence
      let isRanked = isRanked(place, last: last, names)
      let isDue = trials?.isDue(place, isRanked: isRanked, hasChanged: hasChanged)
      guard isDue == true else { continue }
      let (hash, reading) = (windows[place].hash, reading(ofGroupAt: place))
      triggers += trials?.judge(reading, of: place, endingAt: second) { names[hash] } ?? []
      // It may have been empty for long.
      if windows[place].window.isEmpty, trials?.isOk(place) == true { forget(place) }
    }
    forgetEmpty()
    return triggers
  }

  /// The values at which groups trigger or recover that are not ok, each group with its last hit.
  var trialEnds: [(lastHit: Int, ends: [Double])] {
    guard let trials else { return [] }
    return windows.indices.compactMap { place in
      let ends = trials.ends(of: place)
      guard !ends.isEmpty else { return nil }
      return windows[place].window.lastHit.map { ($0, ends) }
    }
  }

  /// The same groups in parts, each with some of the thresholds, if there are so many groups that the
  /// smallest are forgotten: those that are not ok are kept, and they differ from threshold to threshold.
  var parts: [RuleGroups]? {
    guard count > RuleGroups.mostGroups, let trials, trials.areMany else { return nil }
    let parts = trials.parts
    guard parts.count > 1 else { return nil }
    return parts.map { trials in
      var part = self
      part.trials = trials
      // They are not ok in another part. What has changed is forgotten only after the next verdict.
      for place in windows.indices
      where windows[place].isUsed && !windows[place].hasChanged
        && windows[place].window.isEmpty && trials.isOk(place)
      {
        part.forget(place)
      }
      return part
    }
  }
}

import AccessLog
import Alerting
import Canvas
import Traffic

extension ViewState {
  /// Updates the state for a new frame, and returns what that asks of the rest of the program.
  ///
  /// The bell rings once for all alerts since the last frame. Alerts more than a minute old, such as
  /// those found by backfill, do not ring.
  package mutating func update(with model: DashboardModel) -> [DashboardCommand] {
    let model = looking(at: model)
    if thresholds.pending == model.status.rule.threshold { thresholds.pending = nil }
    if let until = notice?.until, model.wallClock >= until { notice = nil }
    if let until = thresholds.backtestUntil, model.wallClock >= until {
      thresholds.backtestUntil = nil
      thresholds.pending = nil
    }
    let count = model.board.transitionCount
    let news = model.board.newestTransitions(count - (heardTransitions ?? 0))
    heardTransitions = count
    let isNew = news.contains { transition in
      guard transition.state == .triggered, let clock = model.snapshot.clock else { return false }
      return clock - transition.time <= 60
    }
    hintAtThreshold(in: model)
    return isNew && !isMuted ? [.ringBell] : []
  }

  /// Says once how to set a threshold, if an alert is under way from the start on and its threshold is
  /// only the default.
  private mutating func hintAtThreshold(in model: DashboardModel) {
    guard model.snapshot.clock != nil, model.source.state == .following else { return }
    defer { hasSeenTraffic = true }
    guard !hasSeenTraffic, model.usesDefaultThreshold, model.status.underWay != nil else { return }
    let threshold = model.status.rule.measure.definition.unit.thresholdText(
      model.status.rule.threshold)
    show(
      "\(threshold) is only the default: t sets a threshold for this site", at: model.wallClock,
      seconds: 30)
  }
}

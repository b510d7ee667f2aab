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
    if thresholds.pending == model.status.rule.threshold { thresholds.pending = nil }
    if let until = notice?.until, model.wallClock >= until { notice = nil }
    if let until = thresholds.backtestUntil, model.wallClock >= until {
      thresholds.backtestUntil = nil
      thresholds.pending = nil
    }
    let events = model.board.history
    let news = events.dropFirst(heardEvents ?? 0)
    heardEvents = events.count
    let isNew = news.contains { event in
      guard case .transition(let transition) = event, transition.state == .triggered,
        let clock = model.snapshot.clock
      else { return false }
      return clock - transition.time <= 60
    }
    return isNew && !isMuted ? [.ringBell] : []
  }
}

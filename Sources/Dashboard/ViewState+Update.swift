import AccessLog
import Alerting
import Canvas
import Traffic

extension ViewState {
  /// Takes in what has happened since the last frame, and returns what that asks for.
  ///
  /// The bell rings once, however many alerts came at once; alerts that are already old when they
  /// are first seen, as after backfill, do not ring.
  package mutating func update(with model: DashboardModel) -> [DashboardCommand] {
    if thresholds.pending == model.status.rule.threshold { thresholds.pending = nil }
    if let until = notice?.until, model.wallClock >= until { notice = nil }
    if let until = thresholds.rehearsedUntil, model.wallClock >= until {
      thresholds.rehearsedUntil = nil
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
